package metrics

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// plainQuantile is that of a list, sorted at every call; 0 of none.
func plainQuantile(values []int64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	values = slices.Sorted(slices.Values(values))
	place := q * float64(len(values)-1)
	low, high := values[int(math.Floor(place))], values[int(math.Ceil(place))]
	return float64(low) + (place-math.Floor(place))*float64(high-low)
}

// A window that moves gives the same as one that is looked at afresh in every week, whoever is on top in it.
func TestMovingWindowsAgainstFreshOnes(t *testing.T) {
	const (
		weeks = 20
		first = 1_000_000
	)
	values := []int32{0, 1, 30, 31, 90, 600, 86_400, math.MaxInt32}
	// In every week person 1 is on call for policy 1 in the seconds 0 to 10 and 20 to 30, and person 2 from 10 to 20; person 2 for
	// policy 2 always. Of policy 1 a roster is known from the week 3 to the week 28.
	known := shift{(first + 3*weekSeconds + 5) * second, (first + 28*weekSeconds + 25) * second}
	rosters := &shifts{rosters: []shift{1: known, 2: {math.MinInt64, math.MaxInt64}}}
	rosters.add(rota{2, 2}, []shift{{math.MinInt64, math.MaxInt64}})
	var ofFirst, ofSecond []shift
	for week := range int64(weeks + windowWeeks) {
		of := func(begin, end int64) shift {
			return shift{(first + week*weekSeconds + begin) * second, (first + week*weekSeconds + end) * second}
		}
		ofFirst = append(ofFirst, of(0, 10), of(20, 30))
		ofSecond = append(ofSecond, of(10, 20))
	}
	rosters.add(rota{1, 1}, ofFirst)
	rosters.add(rota{2, 1}, ofSecond)
	presenceOf := func(top int32, w wait) presence {
		moment, inWeek := int64(w.created)*second, (w.created-first)%weekSeconds
		switch {
		case top == 0, w.policy == 0, w.policy == 3, w.policy == 1 && (moment < known.begin || moment >= known.end):
			return unknown
		case w.policy == 1 && top == 1 && (inWeek < 10 || inWeek >= 20 && inWeek < 30),
			w.policy == 1 && top == 2 && inWeek >= 10 && inWeek < 20,
			w.policy == 2 && top == 2:
			return onCall
		}
		return offCall
	}
	window := newMoving(rosters)
	rapid.Check(t, func(t *rapid.T) {
		longest := rapid.SampledFrom([]int{10, 40, 400}).Draw(t, "longest")
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wait {
			return wait{
				policy:  rapid.Int32Range(0, 3).Draw(t, "policy"),
				created: first + uint32(rapid.IntRange(0, weeks+windowWeeks-2).Draw(t, "week"))*weekSeconds + rapid.Uint32Range(0, 40).Draw(t, "second"),
				seconds: rapid.SampledFrom(values).Draw(t, "seconds"),
			}
		}), 0, longest).Draw(t, "waits")
		slices.SortStableFunc(list, func(a, b wait) int { return cmp.Compare(a.created, b.created) })
		tops := rapid.SliceOfN(rapid.Int32Range(0, 3), weeks, weeks).Draw(t, "tops")
		r := &waitReader{weeks: weeks, first: first}
		scope, ofEntity := rapid.SampledFrom([]string{"service", "org"}).Draw(t, "scope"), tops
		if scope == "org" || rapid.Bool().Draw(t, "nobody is looked for") {
			tops, ofEntity = make([]int32, weeks), nil
		}
		r.windows.New = func() any { return window } // the same one always: nobody leaves anything behind
		e := &followedWaits{reader: r, scope: scope, list: slices.Clone(list), tops: ofEntity}
		rows := e.rows()
		for week := range weeks {
			var all, on, off []int64
			for _, w := range list {
				if begun := int((w.created - first) / weekSeconds); begun < week || begun > week+12 {
					continue
				}
				all = append(all, int64(w.seconds))
				switch presenceOf(tops[week], w) {
				case onCall:
					on = append(on, int64(w.seconds))
				case offCall:
					off = append(off, int64(w.seconds))
				}
			}
			if len(all) == 0 {
				continue
			}
			want := waitRow{
				of: e, week: int32(week), top: tops[week],
				waits: int32(len(all)), median: plainQuantile(all, 0.5), p90: plainQuantile(all, 0.9),
				onCall: int32(len(on)), onCallMedian: plainQuantile(on, 0.5),
				offCall: int32(len(off)), offCallMedian: plainQuantile(off, 0.5),
			}
			if len(rows) == 0 || rows[0] != want {
				t.Fatalf("week %d: got %+v, want %+v", week, rows, want)
			}
			rows = rows[1:]
		}
		if len(rows) > 0 {
			t.Fatalf("%d weeks too many", len(rows))
		}
	})
}

// Digit by digit, numbers come in the order that comparing them gives, and the same ones stay as they were.
func TestDigitsSortAsComparing(t *testing.T) {
	s := digitSorter[placedWait]{number: func(p *placedWait) uint32 { return p.seconds() }}
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.SampledFrom([]*rapid.Generator[uint32]{rapid.Uint32(), rapid.Uint32Range(0, 3), rapid.Uint32Range(1<<22, 1<<22+2)}).Draw(t, "numbers")
		var list []placedWait
		for place, n := range rapid.SliceOf(number).Draw(t, "list") {
			list = append(list, placedWait(n)<<32|placedWait(place))
		}
		want := slices.Clone(list)
		slices.Sort(want)
		if s.sort(list); !slices.Equal(list, want) {
			t.Fatalf("got %x, want %x", list, want)
		}
	})
}
