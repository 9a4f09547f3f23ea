package metrics

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A person is eligible on the days of what they did and of what they could be expected to do, in a series of several as in any of them;
// and so many are counted in each kept week.
func TestEligibilityAgainstEveryDay(t *testing.T) {
	const people, days = 3, 120
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	var weeks []time.Time
	for i := range (days - 20) / 7 {
		weeks = append(weeks, monday.AddDate(0, 0, 7*i))
	}
	first := dayOf(monday.UnixMicro())
	rapid.Check(t, func(t *rapid.T) {
		family := &eligibleFamily{all: &eligibleSeries{id: 9, firstOn: first}}
		eligible := map[int32]*[people][days]bool{9: {}} // by series, from 20 days before the first week on
		mark := func(series int32, span personSpan) {
			for _, id := range []int32{series, 9} {
				for day := span.since; day < span.until; day++ {
					eligible[id][span.person][day-first+20] = true
				}
			}
		}
		for id := range int32(rapid.IntRange(1, 3).Draw(t, "series")) {
			s := &eligibleSeries{id: id, days: rapid.Int32Range(7, 14).Draw(t, "days"), firstOn: first + rapid.Int32Range(-9, 9).Draw(t, "first")}
			eligible[id] = &[people][days]bool{}
			family.parts = append(family.parts, s)
			person, since := rapid.Int32Range(0, people-1), rapid.Int32Range(first-20, first+80)
			for range rapid.IntRange(0, 6).Draw(t, "did") {
				span := personSpan{person: person.Draw(t, "person"), since: since.Draw(t, "since")}
				span.until = span.since + s.days
				s.did = append(s.did, uint64(span.person)<<32|uint64(span.since))
				mark(id, span)
			}
			for range rapid.IntRange(0, 4).Draw(t, "standing") {
				span := personSpan{person: person.Draw(t, "person"), since: since.Draw(t, "since")}
				span.until = span.since + rapid.Int32Range(1, 19).Draw(t, "length")
				s.standing = append(s.standing, span)
				mark(id, span)
			}
		}
		got := map[int32][]personSpan{}
		for _, row := range family.rows() {
			got[row.series] = append(got[row.series], row.personSpan)
		}
		for id, persons := range eligible {
			var want []personSpan
			for person := range persons {
				for day, is := range persons[person] {
					on := first - 20 + int32(day)
					switch {
					case is && (day == 0 || !persons[person][day-1]):
						want = append(want, personSpan{int32(person), on, on + 1})
					case is:
						want[len(want)-1].until++
					}
				}
			}
			if !slices.Equal(got[id], want) {
				t.Fatalf("series %d: got %v, want %v", id, got[id], want)
			}
		}
		for _, s := range family.series() {
			var want []eligibleCount
			for i := range weeks {
				count := eligibleCount{series: s.id, day: first + 7*int32(i)}
				for person := range people {
					if eligible[s.id][person][20+7*i] {
						count.people++
					}
				}
				if count.day+7 > s.firstOn {
					want = append(want, count)
				}
			}
			if got := s.counts(weeks); !slices.Equal(got, want) {
				t.Fatalf("series %d: got %v, want %v", s.id, got, want)
			}
		}
	})
}
