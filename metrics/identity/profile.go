package identity

import (
	"slices"
	"strings"
	"time"
)

// profile is what is known of one person, for comparing it with another.
type profile struct {
	person   int32
	names    []called          // distinct; none that stand for nobody
	logins   map[string]string // what stands before the @ of addresses, and logins: without separators, and as written
	bases    map[string]bool   // addresses less what stands after a +
	former   map[string]string // addresses that an account of theirs had, and the account
	sources  map[string]bool   // accounts: whether one is in use
	numbers  map[string]string // by forge, the number of the account
	hosts    map[string]string // hosts of addresses, and one address of each
	teams    map[string]string // folded, and as written
	repos    map[int32]bool
	zone     string
	offset   int32 // in git, at last
	first    time.Time
	last     time.Time
	declared bool
}

// profiles are those of all people who are no bots; others have no names, and so nothing in common with anybody.
func (r *register) profiles(people []Person, matches []Match) []profile {
	list := make([]profile, len(people))
	for i, p := range people {
		list[i] = profile{person: p.ID, declared: p.IsDeclared}
	}
	for i := range r.identities {
		p := &list[matches[i].Person-1]
		if !people[p.person-1].IsBot && !r.isBot[i] {
			r.describe(p, i)
		}
	}
	return list
}

// describe adds what an identity says about its person.
func (r *register) describe(p *profile, i int) {
	id := &r.identities[i]
	if name := r.names[r.name[i]]; name.text != "" && !name.generic && (id.Source != Git || r.tells(i)) {
		if !slices.ContainsFunc(p.names, func(c called) bool { return c.text == name.text }) {
			p.names = append(p.names, name)
		}
	}
	for _, box := range []int32{r.box[i], r.was[i]} {
		if box == none {
			continue
		}
		m := r.mailboxes[box]
		switch {
		case m.forge != "":
			set(&p.logins, withoutSeparators(m.login), strings.ToLower(m.login))
			if m.number != "" {
				set(&p.numbers, m.forge, m.number)
			}
		case m.reach == reachAll && !r.shared[box]:
			address := m.text
			if m.base != "" {
				address = m.base
			}
			set(&p.bases, address, m.base != "" || r.tagged[address])
			local, _, _ := cutLast(address, "@")
			set(&p.logins, withoutSeparators(local), strings.ToLower(local))
			set(&p.hosts, m.host, strings.ToLower(m.text))
		}
	}
	for _, w := range id.Earlier {
		if box := r.boxID(w.Email); r.personal(box) {
			set(&p.former, r.mailboxes[box].text, id.Account)
		}
	}
	if id.Source != Git && id.Source != Org {
		set(&p.sources, id.Source, p.sources[id.Source] || !id.IsGone)
	}
	if id.Team != "" {
		set(&p.teams, fold(id.Team), id.Team)
	}
	if id.Zone != "" {
		p.zone = max(p.zone, id.Zone)
	}
	if id.Source == Git {
		set(&p.repos, id.Repo, true)
	}
	if id.Commits > 0 {
		if p.first.IsZero() || id.First.Before(p.first) {
			p.first = id.First
		}
		if id.Last.After(p.last) || (id.Last.Equal(p.last) && id.Offset > p.offset) {
			p.last, p.offset = id.Last, id.Offset
		}
	}
}

// set puts a value into a map that may not be there yet; of two values the larger stays.
func set[K comparable, V bool | string](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	switch value := any(value).(type) {
	case string:
		if old, ok := any((*m)[key]).(string); ok && old > value {
			return
		}
	}
	(*m)[key] = value
}

func withoutSeparators(login string) string {
	return strings.Join(strings.FieldsFunc(strings.ToUpper(login), isSeparator), "")
}

// short lists what a login made from a full name may be: analind, lindana, alind, lindan, analin... the first and last
// word and their initials.
func (c called) short() []string {
	if len(c.words) < 2 || !c.full || !hasLatin(c.text) {
		return nil
	}
	first, last := c.words[0], c.words[len(c.words)-1]
	return []string{first + last, last + first, first[:1] + last, last + first[:1], first + last[:1]}
}
