package metrics

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// In every week those are over a norm who are eligible in it and over one in it.
func TestOverNormAgainstEveryWeek(t *testing.T) {
	const people, kept = 4, 10
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	var weeks []time.Time
	for i := range kept {
		weeks = append(weeks, monday.AddDate(0, 0, 7*i))
	}
	first := dayOf(monday.UnixMicro())
	rapid.Check(t, func(t *rapid.T) {
		over := make(overWeeks, people-1) // of the last nothing is known
		for person := range over {
			if rapid.Bool().Draw(t, "any") {
				over[person] = rapid.SliceOfN(rapid.Bool(), kept, kept).Draw(t, "over")
			}
		}
		s := &eligibleSeries{id: 1, firstOn: first + rapid.Int32Range(-9, 30).Draw(t, "first")}
		for person := range int32(people) {
			since := first - 20
			for range rapid.IntRange(0, 3).Draw(t, "spans") { // which do not touch
				since += rapid.Int32Range(1, 30).Draw(t, "since")
				span := personSpan{person, since, since + rapid.Int32Range(1, 30).Draw(t, "length")}
				s.spans = append(s.spans, span)
				since = span.until
			}
		}
		var want []overRow
		for week := range kept {
			row := overRow{eligibleCount: eligibleCount{series: 1, day: first + 7*int32(week)}}
			row.daysOfData = row.day + 7 - s.firstOn
			for _, span := range s.spans {
				if span.since <= row.day && row.day < span.until {
					row.people++
					if span.person < people-1 && over[span.person] != nil && over[span.person][week] {
						row.over++
					}
				}
			}
			if row.daysOfData > 0 {
				want = append(want, row)
			}
		}
		if got := over.rows(s, weeks); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
