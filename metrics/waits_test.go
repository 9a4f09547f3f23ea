package metrics

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// plainQuantile is that of a list, sorted at every call.
func plainQuantile(values []int64, q float64) float64 {
	values = slices.Sorted(slices.Values(values))
	place := q * float64(len(values)-1)
	low, high := values[int(math.Floor(place))], values[int(math.Ceil(place))]
	return float64(low) + (place-math.Floor(place))*float64(high-low)
}

func plainQuantiles(values []int64) quantiles {
	if len(values) == 0 {
		return quantiles{}
	}
	return quantiles{len(values), plainQuantile(values, 0.5), plainQuantile(values, 0.9)}
}

// A window that moves gives the same as one that is looked at afresh in every week, whoever is on top in it.
func TestMovingWindowsAgainstFreshOnes(t *testing.T) {
	values := []int64{0, 1, 30, 31, 90, 600, 86_400, 1 << 40}
	rapid.Check(t, func(t *rapid.T) {
		const weeks = 20
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wait {
			service := int32(rapid.IntRange(0, 1).Draw(t, "service"))
			return wait{
				service: service,
				policy:  service + 1,
				created: uint32(rapid.IntRange(0, 50).Draw(t, "created")),
				rank:    int32(rapid.IntRange(0, len(values)-1).Draw(t, "rank")),
				week:    uint16(rapid.IntRange(0, weeks+windowWeeks-2).Draw(t, "week")),
			}
		}), 0, 40).Draw(t, "waits")
		slices.SortStableFunc(list, func(a, b wait) int { return int(a.week) - int(b.week) })
		tops := rapid.SliceOfN(rapid.Int32Range(0, 2), weeks, weeks).Draw(t, "tops")
		r := &waitReader{weeks: weeks}
		window := newMoving(values, &shifts{
			spans:   map[rota][]shift{{1, 1}: {{0, 10 * second}, {20 * second, 30 * second}}, {2, 1}: {{10 * second, 20 * second}}, {2, 2}: {{math.MinInt64, math.MaxInt64}}},
			rosters: []shift{1: {0, 30 * second}, 2: {math.MinInt64, math.MaxInt64}},
		})
		r.windows.New = func() any { return window }
		for range 2 { // the second time shows that the first left nothing behind
			e := &followedWaits{reader: r, list: slices.Clone(list), tops: tops}
			rows := e.rows()
			for _, row := range rows {
				week := row.week
				var all, on, off []int64
				for _, w := range list {
					if int(w.week) < week || int(w.week) > week+12 {
						continue
					}
					v := values[w.rank]
					all = append(all, v)
					isOn := tops[week] == 1 && w.service == 0 && (w.created < 10 || w.created >= 20 && w.created < 30) ||
						tops[week] == 2 && (w.service == 1 || w.created >= 10 && w.created < 20)
					switch {
					case tops[week] == 0, w.service == 0 && w.created >= 30:
					case isOn:
						on = append(on, v)
					default:
						off = append(off, v)
					}
				}
				want := waitRow{e, week, plainQuantiles(all), tops[week], plainQuantiles(on), plainQuantiles(off)}
				if row != want {
					t.Fatalf("week %d: got %+v, want %+v", week, row, want)
				}
			}
			weeksWith := map[int]bool{}
			for _, w := range list {
				for week := max(int(w.week)-12, 0); week <= min(int(w.week), weeks-1); week++ {
					weeksWith[week] = true
				}
			}
			if len(rows) != len(weeksWith) {
				t.Fatalf("%d weeks, want %d", len(rows), len(weeksWith))
			}
		}
	})
}
