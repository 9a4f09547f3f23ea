package identity

import "time"

// register is what is said about identities, read once: every name and every address taken apart, and which identities
// have which.
type register struct {
	identities []Identity
	bots       Bots

	names     []called
	nameIDs   map[string]int32
	mailboxes []mailbox
	boxIDs    map[string]int32

	name  []int32 // of each identity, into names
	box   []int32 // of each identity, into mailboxes
	was   []int32 // of each identity, its address before .mailmap, into mailboxes; none where it is the same
	isBot []bool  // of each identity: it matches a bot pattern, or the source says so

	shared  []bool                     // of each mailbox: several people use it, or it is of a duty
	numbers map[[2]string]string       // forge and login: the one number of the login, "" where there are several
	tagged  map[string]bool            // addresses of which there is one with a +
	usedBy  map[int32]map[int32]*usage // of each mailbox with more than one name: the names on it
}

// usage is how much a name was used with an address.
type usage struct {
	commits int64
	account bool // an account or a declared person has both
}

func newRegister(identities []Identity, bots Bots) *register {
	n := len(identities)
	r := &register{
		identities: identities, bots: bots,
		nameIDs: make(map[string]int32, n), boxIDs: make(map[string]int32, n),
		name: make([]int32, n), box: make([]int32, n), was: make([]int32, n), isBot: make([]bool, n),
		numbers: map[[2]string]string{}, tagged: map[string]bool{},
	}
	for i := range identities {
		id := &identities[i]
		r.name[i], r.box[i], r.was[i] = r.nameID(id.Name), r.boxID(id.Email), none
		if id.Mapped {
			if was := r.boxID(id.Was.Email); was != r.box[i] {
				r.was[i] = was
			}
		}
		for _, w := range id.Earlier {
			r.boxID(w.Email)
		}
		for _, claim := range id.Claims {
			if _, email := splitGit(claim.Text); claim.Source == "email" || claim.Source == "git" {
				r.boxID(email)
			}
		}
		r.isBot[i] = id.Source != Org && (id.IsBot || bots.Match(id.Name, id.Email))
	}
	for _, m := range r.mailboxes {
		if m.forge != "" && m.number != "" {
			login := [2]string{m.forge, m.login}
			if number, known := r.numbers[login]; known && number != m.number {
				r.numbers[login] = ""
			} else {
				r.numbers[login] = m.number
			}
		}
		if m.base != "" {
			r.tagged[m.base] = true
		}
	}
	r.findShared()
	return r
}

func (r *register) nameID(name string) int32 {
	at, known := r.nameIDs[name]
	if !known {
		at = int32(len(r.names))
		r.nameIDs[name] = at
		r.names = append(r.names, parseName(name))
	}
	return at
}

// boxID finds a mailbox by the address as written; spellings of one address are one mailbox.
func (r *register) boxID(email string) int32 {
	if at, known := r.boxIDs[email]; known {
		return at
	}
	m := parseMailbox(email)
	folded := "\x00" + m.text
	at, known := r.boxIDs[folded]
	if !known {
		at = int32(len(r.mailboxes))
		r.boxIDs[folded] = at
		r.mailboxes = append(r.mailboxes, m)
	}
	r.boxIDs[email] = at
	return at
}

// personal tells whether an address says who uses it.
func (r *register) personal(box int32) bool {
	return r.mailboxes[box].reach == reachAll && !r.shared[box]
}

// overlap is for how long two identities were in use at the same time.
func overlap(aFirst, aLast, bFirst, bLast time.Time) time.Duration {
	if aFirst.IsZero() || bFirst.IsZero() {
		return 0
	}
	first, last := aFirst, aLast
	if bFirst.After(first) {
		first = bFirst
	}
	if bLast.Before(last) {
		last = bLast
	}
	return last.Sub(first)
}
