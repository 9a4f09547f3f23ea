package identity

import "cmp"

// keyring collects who has which key.
type keyring struct {
	at      map[key]int32
	keys    []key
	members [][]int32
}

func newKeyring(n int) *keyring { return &keyring{at: make(map[key]int32, n)} }

func (k *keyring) add(i int, of key) {
	at, known := k.at[of]
	if !known {
		at = int32(len(k.keys))
		k.at[of] = at
		k.keys = append(k.keys, of)
		k.members = append(k.members, nil)
	}
	k.members[at] = append(k.members[at], int32(i))
}

// certainKeys are the pieces of evidence that make one person of whoever has them, wherever they are from.
func (r *register) certainKeys() *keyring {
	ring := newKeyring(2 * len(r.identities))
	former := r.mapped()
	taken := r.currentAddresses()
	for i := range r.identities {
		id := &r.identities[i]
		r.addressKeys(ring, i, r.box[i], r.name[i])
		if was := r.was[i]; was != none && r.personal(r.box[i]) && former[was] {
			r.formerKeys(ring, i, was)
		}
		for _, w := range id.Earlier {
			box := r.boxID(w.Email)
			if box == r.box[i] || handedOn(w, *id) || taken[current{id.Source, box}] {
				continue
			}
			if r.personal(box) {
				r.formerKeys(ring, i, box)
			}
		}
	}
	return ring
}

// addressKeys are the keys of an address in use. One that does not say who uses it joins only who also has the same name.
func (r *register) addressKeys(ring *keyring, i int, box, name int32) {
	m, called := r.mailboxes[box], r.names[name]
	if m.reach != reachAll {
		if r.isBot[i] && m.text+called.text != "" {
			ring.add(i, key{byAddress, everywhere, "bot " + cmp.Or(m.text, called.text)})
		}
		return
	}
	named := called.text != "" && !called.generic
	switch {
	case !r.shared[box]:
		ring.add(i, key{byAddress, everywhere, m.text})
		for _, k := range r.loginKeys(m) {
			ring.add(i, k)
		}
	case r.isBot[i]:
		ring.add(i, key{byAddress, everywhere, "bot " + m.text})
	case named:
		ring.add(i, key{byAddress, everywhere, m.text + " " + called.text})
	}
	// ana+git@ and ana@ are one mailbox in most places, but payments+ana@ and payments+bo@ two people: the name decides.
	base := m.base
	if base == "" && r.tagged[m.text] {
		base = m.text
	}
	if base != "" && named && called.full && !m.role && !r.isBot[i] {
		ring.add(i, key{byPlus, everywhere, base + " " + called.text})
	}
}

// formerKeys are the keys of an address that was in use. It has no part in how others use it.
func (r *register) formerKeys(ring *keyring, i int, box int32) {
	m := r.mailboxes[box]
	if m.forge != "" {
		for _, k := range r.loginKeys(m) {
			ring.add(i, k)
		}
	}
	ring.add(i, key{byAddress, everywhere, m.text})
}

// loginKeys name the account behind a noreply address. Its number stays when the login changes; a login is good only
// while no two numbers have had it, since a login that was given up can be taken by somebody else.
func (r *register) loginKeys(m mailbox) []key {
	if m.forge == "" || m.login == "" {
		return nil
	}
	number, known := r.numbers[[2]string{m.forge, m.login}]
	login := key{byNoreply, everywhere, m.forge + " " + m.login}
	switch {
	case m.number == "" && known && number == "":
		return []key{{byNoreply, everywhere, m.forge + " old " + m.login}}
	case m.number == "":
		return []key{login}
	case number == "":
		return []key{{byNoreply, everywhere, m.forge + " #" + m.number}}
	}
	return []key{{byNoreply, everywhere, m.forge + " #" + m.number}, login}
}

// mapped finds the addresses that .mailmap gives to one person only: where it maps one, all who have it in that
// repository go the same way, and in all repositories to the same address or at least the same name.
func (r *register) mapped() map[int32]bool {
	type place struct {
		repo int32
		box  int32
	}
	type target struct {
		box, name         int32
		twoBoxes, twoName bool
	}
	goes := map[int32]target{} // of each address that is mapped anywhere
	apart := map[int32]bool{}  // goes different ways in one repository
	mapped := map[place]bool{} // where it is mapped
	for i := range r.identities {
		was := r.was[i]
		if was == none || r.isBot[i] {
			continue
		}
		to, known := goes[was]
		if !known {
			to = target{box: r.box[i], name: r.name[i]}
		}
		name := r.names[r.name[i]]
		to.twoBoxes = to.twoBoxes || to.box != r.box[i]
		to.twoName = to.twoName || r.names[to.name].text != name.text || !name.full
		goes[was] = to
		mapped[place{r.identities[i].Repo, was}] = true
	}
	for i := range r.identities {
		if id := &r.identities[i]; id.Source == Git && r.was[i] == none && mapped[place{id.Repo, r.box[i]}] {
			apart[r.box[i]] = true
		}
	}
	good := map[int32]bool{}
	for box, to := range goes {
		m := r.mailboxes[box]
		good[box] = !apart[box] && !(to.twoBoxes && to.twoName) && m.reach == reachAll && !r.shared[box]
	}
	return good
}

// handedOn tells whether an account looks as if somebody else had got it: neither name nor address are what they were.
func handedOn(was Written, now Identity) bool {
	name, before := parseName(now.Name), parseName(was.Name)
	if name.relatesTo(before) {
		return false
	}
	local, localBefore := parseMailbox(now.Email).local, parseMailbox(was.Email).local
	return local != localBefore && !before.abbreviates(local)
}

// current is an address that an account of a source has now.
type current struct {
	source string
	box    int32
}

func (r *register) currentAddresses() map[current]bool {
	taken := map[current]bool{}
	for i := range r.identities {
		if id := &r.identities[i]; id.Source != Git && id.Source != Org {
			taken[current{id.Source, r.box[i]}] = true
		}
	}
	return taken
}
