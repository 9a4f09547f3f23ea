package metrics

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever people did, in whatever order it is found, there is one answer of each to an incident: their first moment, the weeks of the first
// acknowledgement and resolution, and everything that they did.
func TestAnswersAgainstAPlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		acts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) act {
			one := act{
				toWhom: toWhom{rapid.Int32Range(1, 4).Draw(t, "incident"), rapid.Int32Range(1, 5).Draw(t, "person")},
				moment: rapid.Int64Range(0, 40).Draw(t, "day") * day,
				what:   rapid.SampledFrom([]int16{actAcknowledge, actDelegate, actJoin, actGiven, actResolve, actNote | actAfterGiven}).Draw(t, "what"),
			}
			if one.what == actGiven {
				one.moment = math.MaxInt64
			}
			return one
		}), 0, 40).Draw(t, "acts")
		var got answers
		for i := range acts {
			got.add(&acts[i])
		}
		var list, want []string
		for incident := 1; incident < len(got.first); incident++ {
			for at := int32(incident); at != 0; at = got.at(at).next {
				if one := got.at(at); one.person != 0 {
					list = append(list, fmt.Sprint(incident, one.person, one.responded, one.acknowledged, one.resolved, one.acts))
				}
			}
		}
		for incident := int32(1); incident <= 4; incident++ {
			for person := int32(1); person <= 5; person++ {
				first, acknowledged, resolved, all := int64(math.MaxInt64), int32(math.MaxInt32), int32(math.MaxInt32), int16(0)
				for _, one := range acts {
					if one.toWhom != (toWhom{incident, person}) {
						continue
					}
					first, all = min(first, one.moment), all|one.what
					switch one.what {
					case actAcknowledge:
						acknowledged = min(acknowledged, mondayOf(one.moment))
					case actResolve:
						resolved = min(resolved, mondayOf(one.moment))
					}
				}
				if acknowledged == math.MaxInt32 {
					acknowledged = never
				}
				if resolved == math.MaxInt32 {
					resolved = never
				}
				if all != 0 {
					want = append(want, fmt.Sprint(incident, person, first, acknowledged, resolved, all))
				}
			}
		}
		slices.Sort(list)
		slices.Sort(want)
		if !slices.Equal(list, want) {
			t.Fatalf("got  %q\nwant %q", list, want)
		}
	})
}
