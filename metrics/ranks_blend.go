package metrics

import (
	"cmp"
	"math"
	"slices"
)

// wholeChannel are the items of the channel 'all' that stand for all of another channel. It has most small divisors, so that
// equal shares of different channels are equal there.
const wholeChannel = 720_720_000

// findParts finds in which weeks there is enough of the series to go by: a channel with less would lend its few items the weight
// of all that another has.
func (s *rankedSeries) findParts() {
	s.eachWeek(func(places []place) {
		part := channelPart{all: s.info.all, series: s.id, week: places[0].week}
		for i := range places {
			part.items += places[i].items
		}
		part.isPresent = part.items >= 10 && 7*part.week+7-s.info.firstOn >= 30
		s.parts = append(s.parts, part)
	})
}

// blend makes the series of 'all' of the others, nil where there is none: a person's items there are the sum of their shares of the
// channels that are present, which the mean of them is in proportion to.
func (e *rankedEntity) blend() *rankedSeries {
	if len(e.series) == 0 || e.series[0].info.all == 0 {
		return nil
	}
	all := &rankedSeries{id: e.id, info: &e.reader.series[e.id]}
	for i := range e.series {
		s := &e.series[i]
		part := 0
		s.eachWeek(func(places []place) {
			if s.parts[part].isPresent {
				for _, p := range places {
					p.series = all.id
					p.items = int64(math.Round(float64(p.items) * wholeChannel / float64(s.parts[part].items)))
					all.places = append(all.places, p)
				}
			}
			part++
		})
	}
	slices.SortFunc(all.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.week, b.week), cmp.Compare(a.person, b.person))
	})
	merged := all.places[:0]
	for _, p := range all.places {
		if n := len(merged); n > 0 && merged[n-1].week == p.week && merged[n-1].person == p.person {
			own := &merged[n-1]
			own.items, own.year, own.first = own.items+p.items, own.year+p.year, min(own.first, p.first)
			continue
		}
		merged = append(merged, p)
	}
	all.places = merged
	return all
}
