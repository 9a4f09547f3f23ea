package metrics

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// without is a situation once some people are gone.
type without struct {
	s      *Situation
	gone   map[int32]bool
	byTeam map[string][]*standingPlace
}

// place is what happens to one place, nil where those who leave have no part in it; and what it loses, nil where that is
// nothing.
func (w *without) place(p *standingPlace) (*Impact, *Lost) {
	i := &Impact{Scope: p.scope, Entity: p.entity, Name: p.name, Channels: []ChannelImpact{}}
	isTouched := false
	for n, work := range p.works {
		if work == nil {
			continue
		}
		isTouched = isTouched || slices.ContainsFunc(work.people, w.isGone) || slices.ContainsFunc(work.eligible, func(id int32) bool { return w.gone[id] })
		i.Channels = append(i.Channels, w.channel(p, n))
	}
	if p.code != nil {
		i.Code = w.code(p.code)
		isTouched = isTouched || i.Code.Authored > 0
	}
	var lost *Lost
	if p.scope == "service" || p.scope == "team" {
		i.LastActivePeople, lost = w.last(p)
	}
	if !isTouched {
		return nil, lost
	}
	return i, lost
}

func (w *without) isGone(one part) bool { return w.gone[one.person] }

func (w *without) channel(p *standingPlace, n int) ChannelImpact {
	work := p.works[n]
	c := ChannelImpact{Channel: workChannels[n], Left: []Sharer{}}
	for _, id := range work.eligible {
		if w.s.active(id) {
			c.Eligible.Before++
			if !w.gone[id] {
				c.Eligible.After++
			}
		}
	}
	total, theirs := sum(work.people), 0.0
	for _, one := range work.people {
		if w.gone[one.person] {
			theirs += one.items
		}
		if !w.s.isHere(one.person) {
			continue
		}
		c.People.Before++
		if !w.gone[one.person] {
			c.People.After++
		}
	}
	if total > 0 {
		c.Share = theirs / total
	}
	var kept, fallen []part
	var unclaimed, keptItems, fallenItems float64
	if n == allWork {
		kept, keptItems = w.blend(p, func(channel int) []part { return w.rest(p.works[channel].people) })
		fallen, fallenItems = w.blend(p, func(channel int) []part { people, _ := w.fall(p, channel); return people })
	} else {
		c.Items = int64(total)
		kept = w.rest(work.people)
		keptItems = sum(kept)
		fallen, unclaimed = w.fall(p, n)
		fallenItems = sum(fallen)
	}
	c.Unclaimed = unclaimed
	left := sum(kept)
	for _, one := range kept {
		if w.s.isHere(one.person) {
			c.Left = append(c.Left, Sharer{w.s.named(one.person), one.items / left})
		}
	}
	enough := func(items float64) bool { return work.isOld && items >= fewestItems-1e-9 }
	before := work.hasSome
	if n == allWork {
		enough = func(items float64) bool { return items > 0 }
	}
	if before {
		c.PeopleForHalf.Before, c.TopShare.Before = carried(work.people)
		if enough(keptItems) {
			c.PeopleForHalf.TakenOut, c.TopShare.TakenOut = carried(kept)
		}
		if enough(fallenItems) {
			c.PeopleForHalf.Redistributed, c.TopShare.Redistributed = carried(fallen)
		}
	}
	return c
}

// rest is what is left without those who leave.
func (w *without) rest(people []part) []part {
	if !slices.ContainsFunc(people, w.isGone) {
		return people
	}
	return slices.DeleteFunc(slices.Clone(people), w.isGone)
}

// fall lets what those who leave did fall on the others. In a service, and of commits, that is by the others' shares there.
// Pages and tickets of a team and of the organisation fall service by service. Of commits they do not, since one commit may be
// of several services.
func (w *without) fall(p *standingPlace, channel int) (after []part, unclaimed float64) {
	people := p.works[channel].people
	if !slices.ContainsFunc(people, w.isGone) {
		return people, 0
	}
	services := w.byTeam[p.entity]
	if p.scope == "org" {
		services = nil
		for _, service := range w.s.places {
			if service.scope == "service" {
				services = append(services, service)
			}
		}
	}
	if channel == commitsWork || p.scope == "service" || p.scope == "repo" {
		return fall(people, w.gone, w.s.isHere)
	}
	rest, all := map[int32]float64{}, map[int32]float64{}
	for _, one := range people {
		rest[one.person] = one.items
	}
	add := func(list []part) {
		after, lost := fall(list, w.gone, w.s.isHere)
		unclaimed += lost
		for _, one := range after {
			all[one.person] += one.items
		}
	}
	for _, service := range services {
		if service.works[channel] == nil {
			continue
		}
		for _, one := range service.works[channel].people {
			rest[one.person] -= one.items
		}
		add(service.works[channel].people)
	}
	add(sorted(rest)) // of no service
	return sorted(all), unclaimed
}

// fall lets the items of those who leave fall on the others who are here, by their shares; on nobody where nobody else has
// any. What others did who have left before stays theirs: it happened, and they inherit nothing.
func fall(people []part, gone map[int32]bool, isHere func(int32) bool) (after []part, unclaimed float64) {
	var theirs, others float64
	for _, one := range people {
		switch {
		case gone[one.person]:
			theirs += one.items
		case isHere(one.person):
			others += one.items
		}
	}
	for _, one := range people {
		switch {
		case gone[one.person]:
			continue
		case others > 0 && isHere(one.person):
			one.items *= 1 + theirs/others
		}
		after = append(after, one)
	}
	if others == 0 {
		return after, theirs
	}
	return after, 0
}

// sorted is who has how much, the busiest first, without those who have nothing.
func sorted(items map[int32]float64) []part {
	var list []part
	for person, n := range items {
		if n > 1e-9 {
			list = append(list, part{person, n})
		}
	}
	slices.SortFunc(list, busiest)
	return list
}

func busiest(a, b part) int {
	return cmp.Or(cmp.Compare(b.items, a.items), cmp.Compare(a.person, b.person))
}

// blend is the channel all, as in weekly.ranks: a person's shares of the channels with enough to go by, and how many those
// are.
func (w *without) blend(p *standingPlace, of func(channel int) []part) ([]part, float64) {
	all := map[int32]float64{}
	channels := 0.0
	for channel := range allWork {
		if p.works[channel] == nil || !p.works[channel].isOld {
			continue
		}
		people := of(channel)
		total := sum(people)
		if total < fewestItems-1e-9 {
			continue
		}
		channels++
		for _, one := range people {
			all[one.person] += math.Round(one.items * 720720000 / total)
		}
	}
	return sorted(all), channels
}

func sum(people []part) float64 {
	total := 0.0
	for _, one := range people {
		total += one.items
	}
	return total
}

// carried are people_for_half and top_share, of people in any order.
func carried(people []part) (half, top *float64) {
	total := sum(people)
	if total == 0 {
		return nil, nil
	}
	list := slices.SortedFunc(slices.Values(people), busiest)
	n, running := 0.0, 0.0
	for _, one := range list {
		n++
		running += one.items
		if 2*running >= total*(1-1e-12) {
			break
		}
	}
	return &n, new(list[0].items / total)
}

func (w *without) code(code *standingCode) *CodeImpact {
	before := code.left(w.s.isActive, nil)
	after := code.left(w.s.isActive, w.gone)
	i := &CodeImpact{Files: int64(code.files), Next: []Named{}}
	for _, one := range code.authors(w.s.isActive) {
		if w.gone[one.person] {
			i.Authored = max(i.Authored, int64(one.items))
		}
	}
	if code.hasEnough {
		i.ActiveTruckFactor = Change{new(float64(len(before))), new(float64(len(after)))}
		for _, step := range after {
			i.Next = append(i.Next, w.s.named(step.person))
		}
	}
	return i
}

// hands are how many people are left of one kind, of the three that last_active_people looks at.
type hands struct {
	of            string
	before, after int
}

// hands are the kinds of which there is enough to go by.
func (w *without) hands(p *standingPlace) []hands {
	var list []hands
	for n, of := range map[int]string{pagesWork: "responder", ticketsWork: "resolver"} {
		work := p.works[n]
		if work == nil || !work.hasSome {
			continue
		}
		h := hands{of: of}
		for _, one := range work.people {
			if w.s.isHere(one.person) {
				h.before++
				if !w.gone[one.person] {
					h.after++
				}
			}
		}
		list = append(list, h)
	}
	if p.code != nil && p.code.hasEnough {
		list = append(list, hands{"author", len(p.code.left(w.s.isActive, nil)), len(p.code.left(w.s.isActive, w.gone))})
	}
	order := []string{"responder", "resolver", "author"}
	slices.SortFunc(list, func(a, b hands) int { return cmp.Compare(slices.Index(order, a.of), slices.Index(order, b.of)) })
	return list
}

// last is last_active_people, and what falls to nobody.
func (w *without) last(p *standingPlace) (Change, *Lost) {
	list := w.hands(p)
	if len(list) == 0 {
		return Change{}, nil
	}
	fewest := map[bool]int{false: math.MaxInt, true: math.MaxInt}
	lost := &Lost{Scope: p.scope, Entity: p.entity, Name: p.name}
	for _, h := range list {
		fewest[false], fewest[true] = min(fewest[false], h.before), min(fewest[true], h.after)
		if h.before > 0 && h.after == 0 {
			lost.Of = append(lost.Of, h.of)
		}
	}
	if len(lost.Of) == 0 {
		lost = nil
	}
	return Change{new(float64(fewest[false])), new(float64(fewest[true]))}, lost
}

// keys are the people of a map, in order.
func keys[V any](m map[int32]V) []int32 { return slices.Sorted(maps.Keys(m)) }
