package metrics

import (
	"cmp"
	"slices"
)

// orderer puts the places of a series in order, week by week.
type orderer struct {
	before []int32 // people in the order of the week before
	at     []int32 // by person: where in the places, counted from 1
	moved  []place
	places []int32
}

// order ranks the places of every week.
func (o *orderer) order(s *rankedSeries) {
	o.before = o.before[:0]
	s.eachWeek(func(places []place) {
		o.sort(places)
		var running int64
		for i := range places {
			running += places[i].items
			places[i].rank, places[i].running = int32(i+1), running
		}
		for i := range places {
			places[i].all = running
		}
	})
}

// comparePlaces is under 0 where a comes before b.
func comparePlaces(a, b *place) int {
	switch {
	case a.items != b.items:
		return cmp.Compare(b.items, a.items)
	case a.year != b.year:
		return cmp.Compare(b.year, a.year)
	case a.first != b.first:
		return cmp.Compare(a.first, b.first)
	}
	return cmp.Compare(a.person, b.person)
}

// sort sorts the places of a week. From one week to the next little changes: a few people begin in the order of the week before, from
// where it is not far.
func (o *orderer) sort(places []place) {
	if len(places) > 64 {
		o.sortMany(places)
		return
	}
	o.likeBefore(places)
	for i := 1; i < len(places); i++ {
		if comparePlaces(&places[i-1], &places[i]) < 0 {
			continue
		}
		one, to := places[i], i-1
		for to > 0 && comparePlaces(&places[to-1], &one) > 0 {
			to--
		}
		copy(places[to+1:i+1], places[to:i])
		places[to] = one
	}
	o.before = o.before[:0]
	for i := range places {
		o.before = append(o.before, places[i].person)
	}
}

// sortMany sorts by numbers, which are shorter than places.
func (o *orderer) sortMany(places []place) {
	o.before = o.before[:0]
	o.places = o.places[:0]
	for i := range places {
		o.places = append(o.places, int32(i))
	}
	slices.SortFunc(o.places, func(a, b int32) int { return comparePlaces(&places[a], &places[b]) })
	o.moved = o.moved[:0]
	for _, i := range o.places {
		o.moved = append(o.moved, places[i])
	}
	copy(places, o.moved)
}

// likeBefore puts those who were there the week before in the order of then, and the others behind them.
func (o *orderer) likeBefore(places []place) {
	if len(o.before) == 0 {
		return
	}
	for i := range places {
		o.at = grown(o.at, places[i].person+1)
		o.at[places[i].person] = int32(i + 1)
	}
	o.moved = o.moved[:0]
	take := func(person int32) {
		if int(person) < len(o.at) && o.at[person] > 0 {
			o.moved = append(o.moved, places[o.at[person]-1])
			o.at[person] = 0
		}
	}
	for _, person := range o.before {
		take(person)
	}
	for i := range places {
		take(places[i].person)
	}
	copy(places, o.moved)
}
