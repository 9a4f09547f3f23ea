package metrics

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Who is on call at what level is the same in the spans as in every hour of the shifts they are made of; the spans do not overlap, and none
// goes over a Monday or a change of the clock.
func TestWatchesAgainstEveryHour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const hour, weeks = 3600 * second, 3
		r := &watchReader{since: 4 * day, until: (4 + 7*weeks) * day}
		change := r.since + rapid.Int64Range(1, 24*7*weeks-1).Draw(t, "change")*hour
		r.clocks = map[int32][]clock{1: {{r.since + 24*hour, change, 2 * hour}, {change, math.MaxInt64, -3 * hour}}}
		firsts, backups := map[int64]int{}, map[int64]int{} // by hour
		of := &watched{person: 1}
		for range rapid.IntRange(0, 6).Draw(t, "shifts") {
			began := r.since + rapid.Int64Range(0, 24*7*weeks-1).Draw(t, "began")*hour
			ended := min(r.until, began+rapid.Int64Range(1, 400).Draw(t, "hours")*hour)
			first := rapid.Int32Range(0, 1).Draw(t, "first")
			of.moments = append(of.moments, watchChange{began, first, 1 - first}, watchChange{ended, -first, first - 1})
			for at := began; at < ended; at += hour {
				firsts[at] += int(first)
				backups[at] += int(1 - first)
			}
		}
		list := r.watches(of)
		for i, w := range list {
			if i > 0 && w.began < list[i-1].ended || w.ended <= w.began || mondayOf(w.began) != mondayOf(w.ended-1) ||
				w.began < change && w.ended > change {
				t.Fatalf("%+v after %+v", w, list[max(i-1, 0)])
			}
			wantOffset, wantLocal := int64(2*hour), w.began >= r.since+24*hour
			if w.began >= change {
				wantOffset, wantLocal = -3*hour, true
			}
			if w.isLocal != wantLocal && change > r.since+24*hour || w.isLocal && w.offset != wantOffset {
				t.Fatalf("%+v, the clock changes at %d", w, change)
			}
		}
		for at := r.since; at < r.until; at += hour {
			found := 0
			for _, w := range list {
				if w.began <= at && at < w.ended {
					found++
					if w.isBackup != (firsts[at] == 0) {
						t.Fatalf("%+v: at %d there are %d first and %d other shifts", w, at, firsts[at], backups[at])
					}
				}
			}
			if want := min(1, firsts[at]+backups[at]); found != want {
				t.Fatalf("%d spans at %d, want %d", found, at, want)
			}
		}
	})
}

// The weeks on call have every hour of the shifts once, however many there are at the same time.
func TestWeeksOnCallAgainstEveryHour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const hour = 3600 * second
		r := &rotaShifts{rotaSeat: rotaSeat{1, 2}}
		seconds, first := map[int32]int64{}, map[int32]int64{} // by Monday
		isOn := map[int64]bool{}
		for range rapid.IntRange(1, 6).Draw(t, "shifts") {
			began := rapid.Int64Range(-300, 300).Draw(t, "began") * hour
			ended := began + rapid.Int64Range(1, 600).Draw(t, "hours")*hour
			r.shifts = append(r.shifts, shift{began, ended})
			for at := began; at < ended; at += hour {
				isOn[at] = true
			}
		}
		for at := range isOn {
			monday := mondayOf(at)
			seconds[monday] += hour
			if began, ok := first[monday]; !ok || at < began {
				first[monday] = at
			}
		}
		list := r.weeks()
		for _, w := range list {
			monday := mondayOf(w.began)
			if w.time != seconds[monday] || w.began != first[monday] {
				t.Fatalf("%+v: %d from %d on", w, seconds[monday], first[monday])
			}
		}
		if len(list) != len(seconds) {
			t.Fatalf("%d weeks, want %d", len(list), len(seconds))
		}
	})
}
