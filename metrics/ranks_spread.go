package metrics

import "slices"

// spreadRow is a row of weekly.spreads.
type spreadRow struct {
	series, week      int32
	items             int64
	people, newcomers int32
	topItems          int64
	halfItems         int64
	squares           int64
	rankedItems       int64
	forHalf, forMost  int32
	top, tenure       int32
	inBoth, inEither  int32 // of the top groups of this and the window before; inEither is 0 where one of the windows is empty
}

// summit is who was on top of a week.
type summit struct {
	week, tenure int32
	people       []place // at most three
}

// spread sums up the ranked places of every kept week. Whoever was on top in weeks before counts for top_tenure and incumbency.
func (s *rankedSeries) spread(firstKept int32) {
	var summits []summit
	s.eachWeek(func(places []place) {
		week := places[0].week
		now := summit{week: week, tenure: 1, people: places[:min(3, len(places))]}
		before := summitAt(summits, week-windowWeeks)
		if before != nil && before.people[0].person == now.people[0].person {
			now.tenure = before.tenure + 1
		}
		summits = append(summits, now)
		if week < firstKept {
			return
		}
		row := spreadRow{
			series: s.id, week: week, items: places[0].all, people: int32(len(places)), topItems: places[0].items,
			top: now.people[0].person, tenure: now.tenure,
		}
		for i := range places {
			p := &places[i]
			row.squares += p.items * p.items
			row.rankedItems += p.items * int64(p.rank)
			if p.first > week-windowWeeks {
				row.newcomers++
			}
			if row.forHalf == 0 && 2*p.running >= p.all {
				row.forHalf, row.halfItems = p.rank, p.running
			}
			if row.forMost == 0 && 5*p.running >= 4*p.all {
				row.forMost = p.rank
			}
		}
		if before != nil {
			size := 2
			if wide := s.info.isWide; wide != nil && wide[week-firstKept] {
				size = 3
			}
			row.inBoth, row.inEither = sharedTop(now.people[:min(size, len(now.people))], before.people[:min(size, len(before.people))])
		}
		s.spreads = append(s.spreads, row)
	})
}

func summitAt(summits []summit, week int32) *summit {
	at, ok := slices.BinarySearchFunc(summits, week, func(s summit, week int32) int { return int(s.week - week) })
	if !ok {
		return nil
	}
	return &summits[at]
}

// sharedTop counts the people in both groups, and in either.
func sharedTop(a, b []place) (both, either int32) {
	either = int32(len(a))
	for _, p := range b {
		if slices.ContainsFunc(a, func(other place) bool { return other.person == p.person }) {
			both++
		} else {
			either++
		}
	}
	return both, either
}
