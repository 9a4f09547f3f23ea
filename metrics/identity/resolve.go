package identity

import "strings"

// Resolve finds the people behind the identities of all sources; matches[i] is the person of identities[i]. In order:
//
//  1. what org.yaml says. Two declared people are never one.
//  2. what is certain: an address, the account behind a noreply address, .mailmap, what an account was called before.
//     Addresses of duties, of machines and of several people join nobody.
//  3. a name, within one repository, unless two people are known to have it. Two accounts of one source, or two declared
//     people, never become one by it.
//
// The result does not depend on the order of identities.
func Resolve(identities []Identity, bots Bots) (people []Person, matches []Match) {
	r := newRegister(identities, bots)
	f := newForest(len(identities))
	owned := make([]bool, len(identities)) // by a declared person
	claims := r.claims()
	for i := range identities {
		if owner := claims.owner(r, i); owner != none {
			f.union(owner, int32(i))
			owned[i] = true
		}
	}
	declared := rootsOf(f, identities, func(id *Identity) bool { return id.Source == Org })
	certain := r.certainKeys()
	f.attach(certain.members, func(root int32) bool { return declared[root] })
	accounts := rootsOf(f, identities, func(id *Identity) bool { return id.Source != Git })
	names := r.nameKeys(f)
	f.attach(names.members, func(root int32) bool { return accounts[root] })

	by := r.evidence(f, certain, names)
	return number(identities, f.groups(), bots, func(member, size int) string {
		switch {
		case size == 1:
			return Alone
		case owned[member]:
			return Declared
		case identities[member].Mapped:
			return Mailmap
		}
		return by[member]
	})
}

// rootsOf marks the groups that have such an identity, by root.
func rootsOf(f *forest, identities []Identity, is func(*Identity) bool) []bool {
	roots := make([]bool, len(identities))
	for i := range identities {
		if is(&identities[i]) {
			roots[f.root(int32(i))] = true
		}
	}
	return roots
}

// evidence says of each identity by what it is of one person with another.
func (r *register) evidence(f *forest, rings ...*keyring) []string {
	best := make([]evidence, len(r.identities))
	for i := range best {
		best[i] = byName + 1
	}
	for _, ring := range rings {
		for k, members := range ring.members {
			if len(members) < 2 {
				continue
			}
			in := make(map[int32]int, 1)
			for _, m := range members {
				in[f.root(m)]++
			}
			for _, m := range members {
				if in[f.root(m)] > 1 {
					best[m] = min(best[m], r.kindOf(ring.keys[k], m))
				}
			}
		}
	}
	words := []string{byAddress: Email, byNoreply: Noreply, byFormer: Former, byPlus: Plus, byName: Name, byName + 1: ""}
	by := make([]string, len(best))
	for i, kind := range best {
		by[i] = words[kind]
	}
	return by
}

// kindOf is the evidence that a key is for one of its members: an address that it had before is none that it has.
func (r *register) kindOf(k key, member int32) evidence {
	text := r.mailboxes[r.box[member]].text
	if k.kind == byAddress && k.text != text && !strings.HasPrefix(k.text, "bot ") && !strings.HasPrefix(k.text, text+" ") {
		return byFormer
	}
	return k.kind
}
