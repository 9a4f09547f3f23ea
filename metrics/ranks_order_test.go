package metrics

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whoever was there the week before, in whatever order, a week has the order that sorting it gives.
func TestOrderDoesNotDependOnTheWeekBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o orderer
		for range rapid.IntRange(1, 4).Draw(t, "series") { // the same orderer goes from one to the next
			var s rankedSeries
			for week := range int32(rapid.IntRange(1, 5).Draw(t, "weeks")) {
				people := rapid.SliceOfNDistinct(rapid.Int32Range(1, 90), 0, 80, rapid.ID[int32]).Draw(t, "people")
				slices.Sort(people)
				for _, person := range people {
					small := rapid.Int64Range(1, 3)
					s.places = append(s.places, place{
						week: week, person: person, first: rapid.Int32Range(0, 2).Draw(t, "first"),
						items: small.Draw(t, "items"), year: small.Draw(t, "year"),
					})
				}
			}
			want := slices.Clone(s.places)
			slices.SortFunc(want, func(a, b place) int {
				if a.week != b.week {
					return int(a.week - b.week)
				}
				return comparePlaces(&a, &b)
			})
			o.order(&s)
			for i, p := range s.places {
				if p.person != want[i].person || p.week != want[i].week || p.items != want[i].items {
					t.Fatalf("place %d: got %+v, want %+v", i, p, want[i])
				}
				if first := i == 0 || s.places[i-1].week != p.week; first && (p.rank != 1 || p.running != p.items) ||
					!first && (p.rank != s.places[i-1].rank+1 || p.running != s.places[i-1].running+p.items || p.all != s.places[i-1].all) {
					t.Fatalf("place %d: %+v", i, p)
				}
			}
		}
	})
}
