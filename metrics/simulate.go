package metrics

import (
	"cmp"
	"slices"
	"time"
)

// Simulation says what happens if some people leave, or go on leave, now: as of the end of the last kept week. The keys of its
// JSON are documented in the README. A nil number is too little data, as in the metrics of the same name.
type Simulation struct {
	Week    string     `json:"week"`    // Monday of the last kept week, whose 13 weeks are looked at
	Leaving []Named    `json:"leaving"` // who leaves
	Places  []Impact   `json:"places"`  // services, teams, the organisation and repositories in which they have a part
	Lost    []Lost     `json:"lost"`    // services and teams that lose their last active person
	Heirs   []Heir     `json:"heirs"`   // on whom the load falls, those who inherit most pages, responses and tickets first
	Orphans []Orphaned `json:"orphaned_load"`
	Norms   []Norm     `json:"norms"`         // which norms were looked at
	Ignored []string   `json:"norms_ignored"` // norms that cannot be foretold, as metrics that hold them
	Notes   []string   `json:"notes"`
}

// Named is a person.
type Named struct {
	Person string `json:"person"` // key, as in org.yaml
	Name   string `json:"name"`
}

// Impact is one service, team or repository, or the organisation, before and after.
type Impact struct {
	Scope            string          `json:"scope"`
	Entity           string          `json:"entity"`
	Name             string          `json:"name"`
	Channels         []ChannelImpact `json:"channels"`
	Code             *CodeImpact     `json:"code"`               // nil where it has no counted file
	LastActivePeople Change          `json:"last_active_people"` // of services and teams
}

// ChannelImpact is one channel of work in the 13 weeks that end with the last kept week.
type ChannelImpact struct {
	Channel       string   `json:"channel"`
	Items         int64    `json:"items"`    // nothing of all, which is shares of several kinds
	Share         float64  `json:"share"`    // of the items, by those who leave; 0 to 1
	Eligible      Counts   `json:"eligible"` // people who could do the work and are active
	People        Counts   `json:"people"`   // of those who did any, not marked as left
	Left          []Sharer `json:"left"`     // who is left of those, with their shares of what is left, the busiest first
	PeopleForHalf Without  `json:"people_for_half"`
	TopShare      Without  `json:"top_share"`
	Unclaimed     float64  `json:"unclaimed"` // items that fall to nobody, because nobody else there has done any
}

// Counts are people before and after.
type Counts struct {
	Before int `json:"before"`
	After  int `json:"after"`
}

// Change is a metric before and after; nil is too little data.
type Change struct {
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

// Without is a metric before, of the items that are left once theirs are taken out, and with theirs fallen on the others by
// their past shares, service by service. Nil is too little data.
type Without struct {
	Before        *float64 `json:"before"`
	TakenOut      *float64 `json:"taken_out"`
	Redistributed *float64 `json:"redistributed"`
}

// Sharer is a person with a share of something.
type Sharer struct {
	Named
	Share float64 `json:"share"`
}

// CodeImpact is the code of a place. Files is how many are counted, Authored of how many of them somebody who leaves is an
// active author.
type CodeImpact struct {
	Files             int64   `json:"files"`
	Authored          int64   `json:"authored"` // by the one of them with most
	ActiveTruckFactor Change  `json:"active_truck_factor"`
	Next              []Named `json:"next"` // who makes up the truck factor then
}

// Lost is a service or team that has no active person left of a kind.
type Lost struct {
	Scope  string   `json:"scope"`
	Entity string   `json:"entity"`
	Name   string   `json:"name"`
	Of     []string `json:"of"` // responder, resolver, author
}

// Simulate tells what happens without the people given by their number. It changes nothing, and tells the same whatever their order.
func (s *Situation) Simulate(leaving []int32, load *Load) Simulation {
	leaving = slices.Compact(slices.Sorted(slices.Values(leaving)))
	gone := map[int32]bool{}
	out := Simulation{
		Week: s.Week.Format(time.DateOnly), Leaving: []Named{}, Places: []Impact{}, Lost: []Lost{}, Heirs: []Heir{}, Orphans: []Orphaned{},
		Norms: Norms, Ignored: ignoredNorms, Notes: []string{},
	}
	for _, person := range leaving {
		gone[person] = true
		out.Leaving = append(out.Leaving, s.named(person))
		if !s.isHere(person) {
			out.Notes = append(out.Notes, s.named(person).Name+" is marked as left already.")
		} else if !s.active(person) {
			out.Notes = append(out.Notes, s.named(person).Name+" has not been seen for 180 days.")
		}
	}
	w := &without{s: s, gone: gone, byTeam: s.servicesByTeam()}
	for _, p := range s.places {
		impact, lost := w.place(p)
		if impact != nil {
			out.Places = append(out.Places, *impact)
		}
		if lost != nil {
			out.Lost = append(out.Lost, *lost)
		}
	}
	slices.SortStableFunc(out.Places, func(a, b Impact) int {
		return cmp.Or(cmp.Compare(scopeRank[a.Scope], scopeRank[b.Scope]), cmp.Compare(b.share(), a.share()), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Entity, b.Entity))
	})
	slices.SortStableFunc(out.Lost, func(a, b Lost) int {
		return cmp.Or(cmp.Compare(scopeRank[a.Scope], scopeRank[b.Scope]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Entity, b.Entity))
	})
	if load != nil {
		out.Heirs, out.Orphans = w.heirs(load)
	}
	return out
}

// scopeRank is the order in which places are told: where something can be done first.
var scopeRank = map[string]int{"service": 0, "team": 1, "repo": 2, "org": 3}

// share is the largest part that those who leave have in a channel.
func (i Impact) share() float64 {
	most := 0.0
	for _, c := range i.Channels {
		most = max(most, c.Share)
	}
	return most
}

func (s *Situation) named(person int32) Named {
	if p := s.People[person]; p != nil {
		return Named{p.Person, p.Name}
	}
	return Named{}
}

func (s *Situation) servicesByTeam() map[string][]*standingPlace {
	teams := map[string][]*standingPlace{}
	for _, p := range s.places {
		if p.scope == "service" && p.team != "" {
			teams[p.team] = append(teams[p.team], p)
		}
	}
	return teams
}
