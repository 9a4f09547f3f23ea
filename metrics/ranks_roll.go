package metrics

import (
	"cmp"
	"slices"
	"sync"
)

const yearWeeks = 52

// rankedEntity is a series by itself, or the series that a channel 'all' is blended from and, at the end, that of 'all'.
type rankedEntity struct {
	id     int32 // series_id of 'all', or of the only series
	reader *rankReader
	series []rankedSeries
}

// rankedSeries is what is read of a series, and what is found of it.
type rankedSeries struct {
	id      int32
	info    *seriesInfo
	list    []contribution
	places  []place // in order of weeks and, where they are ranked, of ranks
	parts   []channelPart
	spreads []spreadRow
}

// place is a person with an item in the 13 weeks that end with a week.
type place struct {
	series, week, person, first int32
	rank                        int32 // from here on only of work
	items, year                 int64
	running, all                int64
}

// channelPart is a week of a series as a part of 'all'.
type channelPart struct {
	all       int32 // the series of 'all'
	series    int32
	week      int32
	items     int64
	isPresent bool
}

// ranker is what it takes to go through an entity.
type ranker struct {
	rolled []place
	ends   []int32
	orderer
}

var rankers = sync.Pool{New: func() any { return &ranker{} }}

// rank finds the places of all series of an entity in the kept weeks, and keeps with each what else is found of it.
func rank(e *rankedEntity) (found []place) {
	r := rankers.Get().(*ranker)
	defer rankers.Put(r)
	for i := range e.series {
		s := &e.series[i]
		r.roll(s, e.reader.last)
		if s.info.all != 0 {
			s.findParts()
		}
	}
	if all := e.blend(); all != nil {
		e.series = append(e.series, *all)
	}
	for i := range e.series {
		if s := &e.series[i]; s.info.isWork {
			r.order(s)
			s.spread(e.reader.first)
		}
	}
	for i := range e.series {
		s := &e.series[i]
		s.parts = slices.DeleteFunc(s.parts, func(p channelPart) bool { return p.week < e.reader.first })
		kept, _ := slices.BinarySearchFunc(s.places, e.reader.first, func(p place, week int32) int { return cmp.Compare(p.week, week) })
		if found == nil {
			found = s.places[kept:]
		} else {
			found = append(found, s.places[kept:]...)
		}
		s.places = nil
	}
	return found
}

// roll finds the places of everyone, week by week.
func (r *ranker) roll(s *rankedSeries, last int32) {
	r.rolled = r.rolled[:0]
	slices.SortFunc(s.list, func(a, b contribution) int {
		if a.person != b.person {
			return int(a.person) - int(b.person)
		}
		return int(a.week) - int(b.week)
	})
	for list := s.list; len(list) > 0; {
		own := 1
		for own < len(list) && list[own].person == list[0].person {
			own++
		}
		r.follow(s.id, list[:own], last)
		list = list[own:]
	}
	s.list = nil
	s.places = r.byWeek()
}

// follow moves two windows over the contributions of one person.
func (r *ranker) follow(series int32, list []contribution, last int32) {
	var items, year int64
	next, oldest, oldestOfYear := 0, 0, 0
	for week := list[0].week; week <= last; week++ {
		for next < len(list) && list[next].week <= week {
			items += list[next].items
			year += list[next].items
			next++
		}
		for oldest < next && list[oldest].week <= week-windowWeeks {
			items -= list[oldest].items
			oldest++
		}
		for oldestOfYear < next && list[oldestOfYear].week <= week-yearWeeks {
			year -= list[oldestOfYear].items
			oldestOfYear++
		}
		if items > 0 {
			r.rolled = append(r.rolled, place{series: series, week: week, person: list[0].person, first: list[0].week, items: items, year: year})
			continue
		}
		if next == len(list) {
			return
		}
		week = list[next].week - 1
	}
}

// byWeek puts what is rolled in order of weeks; of one week in order of people, as it is.
func (r *ranker) byWeek() []place {
	if len(r.rolled) == 0 {
		return nil
	}
	low, high := r.rolled[0].week, r.rolled[0].week
	for i := range r.rolled {
		low, high = min(low, r.rolled[i].week), max(high, r.rolled[i].week)
	}
	r.ends = slices.Grow(r.ends[:0], int(high-low)+1)[:high-low+1]
	clear(r.ends)
	for i := range r.rolled {
		r.ends[r.rolled[i].week-low]++
	}
	var sum int32
	for i, n := range r.ends {
		r.ends[i] = sum // for now, where the week begins
		sum += n
	}
	places := make([]place, len(r.rolled))
	for i := range r.rolled {
		at := &r.ends[r.rolled[i].week-low]
		places[*at] = r.rolled[i]
		*at++
	}
	return places
}

// eachWeek calls fn with the places of every week that has one.
func (s *rankedSeries) eachWeek(fn func(places []place)) {
	for list := s.places; len(list) > 0; {
		same := 1
		for same < len(list) && list[same].week == list[0].week {
			same++
		}
		fn(list[:same])
		list = list[same:]
	}
}
