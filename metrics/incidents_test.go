package metrics

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A window that moves has the same sums as one that is added up afresh in every week.
func TestMovingSumsAgainstFreshOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weeks := rapid.IntRange(1, 20).Draw(t, "weeks")
		var place happeningPlace
		happened := map[int][]int32{} // by week
		for range rapid.IntRange(0, 30).Draw(t, "times") {
			week := rapid.IntRange(0, weeks+windowWeeks-2).Draw(t, "week")
			counts := rapid.SliceOfN(rapid.Int32Range(0, 5), len(happenings), len(happenings)).Draw(t, "counts")
			var more happeningPlace
			copy(more.of(weeks, week), counts)
			place.add(weeks, &more)
			happened[week] = append(happened[week], counts...)
		}
		seen := 0
		place.windows(weeks, func(week int, sums []int64) {
			want := make([]int64, len(happenings))
			for in := week; in < week+windowWeeks; in++ {
				for i, n := range happened[in] {
					want[i%len(happenings)] += int64(n)
				}
			}
			if week != seen || !slices.Equal(sums, want) {
				t.Fatalf("week %d: got %v, want %v", week, sums, want)
			}
			seen++
		})
		if seen != weeks {
			t.Fatalf("%d of %d weeks", seen, weeks)
		}
	})
}
