package metrics

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whoever and whenever was asked about before, a reader tells what looking through all shifts tells.
func TestShiftsDoNotDependOnWhatWasAskedBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Int64Range(-2, 40)
		span := rapid.Custom(func(t *rapid.T) shift {
			begin := rapid.OneOf(moment, rapid.Just(int64(math.MinInt64))).Draw(t, "begin")
			return shift{begin, rapid.OneOf(rapid.Int64Range(max(begin, -2), 40), rapid.Just(int64(math.MaxInt64))).Draw(t, "end")}
		})
		all, bySeat := &shifts{rosters: make([]shift, 3)}, map[rota][]shift{}
		for policy := range int32(len(all.rosters)) {
			if policy == 0 { // has no roster
				continue
			}
			all.rosters[policy] = span.Draw(t, "known")
			for person := int32(1); person <= 3; person++ { // 0 is nobody
				if spans := rapid.SliceOfN(span, 0, 6).Draw(t, "spans"); len(spans) > 0 {
					bySeat[rota{person, policy}] = spans
					all.add(rota{person, policy}, slices.Clone(spans))
				}
			}
		}
		reader := newShiftReader(all)
		for range rapid.IntRange(1, 30).Draw(t, "questions") {
			person, policy, at := rapid.Int32Range(0, 3).Draw(t, "person"), rapid.Int32Range(0, 4).Draw(t, "policy"), moment.Draw(t, "moment")
			want := unknown
			if int(policy) < len(all.rosters) && at >= all.rosters[policy].begin && at < all.rosters[policy].end {
				want = offCall
				for _, s := range bySeat[rota{person, policy}] {
					if at >= s.begin && at < s.end {
						want = onCall
					}
				}
			}
			if got := reader.at(person, policy, at); got != want {
				t.Fatalf("person %d, policy %d, at %d: got %d, want %d of %+v", person, policy, at, got, want, all)
			}
		}
	})
}
