package identity

import "slices"

// manyNames is from how many names on, of which no two may be of one person, an address is known to be shared. With two
// such names it is shared if they are full names, neither fits the address and no account has either.
const manyNames = 3

// findShared finds the addresses that are no one person's: of duties, and with too many names on them.
func (r *register) findShared() {
	first := make([]int32, len(r.mailboxes)) // the first name on each, plus one
	r.usedBy = map[int32]map[int32]*usage{}
	r.eachUse(func(box, name int32, _ int64, _ bool) {
		switch first[box] {
		case 0:
			first[box] = name + 1
		case name + 1:
		default:
			r.usedBy[box] = map[int32]*usage{}
		}
	})
	r.eachUse(func(box, name int32, commits int64, account bool) {
		names := r.usedBy[box]
		if names == nil {
			return
		}
		if names[name] == nil {
			names[name] = &usage{}
		}
		names[name].commits += commits
		names[name].account = names[name].account || account
	})
	r.shared = make([]bool, len(r.mailboxes))
	for box, m := range r.mailboxes {
		r.shared[box] = m.role || (m.forge == "" && r.hasManyNames(int32(box)))
	}
}

// eachUse goes through the names of people on addresses, those before .mailmap too.
func (r *register) eachUse(use func(box, name int32, commits int64, account bool)) {
	for i := range r.identities {
		id := &r.identities[i]
		if r.isBot[i] {
			continue
		}
		if r.mailboxes[r.box[i]].reach == reachAll && r.names[r.name[i]].text != "" {
			use(r.box[i], r.name[i], id.Commits, id.Source != Git)
		}
		if was := r.was[i]; was != none && r.mailboxes[was].reach == reachAll {
			if name := r.nameID(id.Was.Name); r.names[name].text != "" {
				use(was, name, id.Commits, false)
			}
		}
	}
}

// hasManyNames counts the people that the names on an address must at least be of.
func (r *register) hasManyNames(box int32) bool {
	names := r.usedBy[box]
	if len(names) < 2 {
		return false
	}
	var clusters [][]called
	local := r.mailboxes[box].local
	owner, account, allFull := false, false, true
	for _, name := range sortedKeys(names) {
		c := r.names[name]
		if c.generic {
			continue
		}
		account = account || names[name].account
		// Who the address is named after is one person, under whatever other names.
		fits := c.abbreviates(local)
		owner = owner || fits
		allFull = allFull && c.full
		clusters = cluster(clusters, c)
	}
	return len(clusters) >= manyNames || (len(clusters) == 2 && allFull && !owner && !account)
}

// cluster adds a name to the clusters that it may be of, making one of them.
func cluster(clusters [][]called, c called) [][]called {
	mine := []called{c}
	var others [][]called
	for _, names := range clusters {
		if slices.ContainsFunc(names, c.relatesTo) {
			mine = append(mine, names...)
		} else {
			others = append(others, names)
		}
	}
	return append(others, mine)
}

func sortedKeys[V any](m map[int32]V) []int32 {
	keys := make([]int32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
