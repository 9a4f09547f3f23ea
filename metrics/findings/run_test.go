package findings

import (
	"testing"

	"pgregory.net/rapid"
)

func heldIn(weeks ...int) []*state {
	var states []*state
	for _, w := range weeks {
		states = append(states, &state{scope: "service", entity: "checkout", week: w})
	}
	return states
}

func TestThreeWeeksDoNotEndAFindingAndFourDo(t *testing.T) {
	kind := &Kind{Name: "test"}
	for _, c := range []struct {
		name  string
		weeks []int
		last  int
		want  []run
	}{
		{"holds now", []int{7, 8, 9}, 9, []run{{since: 7, seen: 7, end: 9, until: forever}}},
		{"a gap of three", []int{1, 5}, 5, []run{{since: 1, seen: 1, end: 5, until: forever}}},
		{"a gap of four", []int{1, 6}, 6, []run{{since: 1, seen: 1, end: 1, until: 2}, {since: 6, seen: 6, end: 6, until: forever}}},
		{"not so for three weeks", []int{6}, 9, []run{{since: 6, seen: 6, end: 6, until: forever}}},
		{"not so for four weeks", []int{6}, 10, []run{{since: 6, seen: 6, end: 6, until: 7}}},
		{"never", nil, 9, nil},
	} {
		sameRuns(t, c.name, follow(kind, heldIn(c.weeks...), c.last), c.want)
	}
}

func TestARunIsSaidWhenItHasHeldLongEnough(t *testing.T) {
	kind := &Kind{Name: "test", weeks: 3, back: 12}
	sameRuns(t, "one week short", follow(kind, heldIn(20, 21), 21), nil)
	sameRuns(t, "met exactly", follow(kind, heldIn(20, 21, 22), 22), []run{{since: 8, seen: 22, end: 22, until: forever}})
	sameRuns(t, "from the first kept week on", follow(kind, heldIn(0, 1, 2), 2), []run{{since: -12, older: true, seen: 2, end: 2, until: forever}})
	sameRuns(t, "with a gap", follow(kind, heldIn(20, 23, 24), 24), []run{{since: 8, seen: 24, end: 24, until: forever}})
	sameRuns(t, "in pieces", follow(kind, heldIn(1, 2, 10, 11), 30), nil)
}

func sameRuns(t *testing.T, name string, got []*run, want []run) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d runs, want %d", name, len(got), len(want))
		return
	}
	for i, r := range got {
		if r.since != want[i].since || r.seen != want[i].seen || r.end != want[i].end || r.until != want[i].until || r.older != want[i].older {
			t.Errorf("%s: since %d, seen %d, end %d, until %d, older %v, want %+v", name, r.since, r.seen, r.end, r.until, r.older, want[i])
		}
	}
}

// What was said one week stays as it was said, but for the end of what still held.
func TestLaterWeeksDoNotChangeWhatWasSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := &Kind{weeks: rapid.IntRange(1, 4).Draw(t, "weeks")}
		held := rapid.SliceOfN(rapid.Bool(), 1, 60).Draw(t, "held")
		upTo := func(last int) []*run {
			var weeks []int
			for w, is := range held[:last+1] {
				if is {
					weeks = append(weeks, w)
				}
			}
			return follow(kind, heldIn(weeks...), last)
		}
		last := len(held) - 1
		all := upTo(last)
		for week := range last {
			then := upTo(week)
			if len(then) > len(all) {
				t.Fatalf("in week %d there were %d runs, now %d", week, len(then), len(all))
			}
			for i, r := range then {
				if r.since != all[i].since || r.seen != all[i].seen || !r.holds() && r.until != all[i].until {
					t.Fatalf("in week %d run %d was %+v, now %+v", week, i, *r, *all[i])
				}
			}
			if n := len(then); n < len(all) && all[n].seen <= week {
				t.Fatalf("run %d was first seen in week %d, and not said then", n, all[n].seen)
			}
		}
	})
}

func TestEveryEntryIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds {
		if seen[k.Name] || k.Name == "" || k.Title == "" || k.Question == "" || k.Raised == "" || k.Source == "" || len(k.Limits) == 0 || len(k.Suggests) == 0 || k.describe == nil {
			t.Errorf("%q is there twice, or incomplete", k.Name)
		}
		seen[k.Name] = true
		for _, l := range k.Limits {
			if l.Name == "" || l.Value == "" || l.Source == "" {
				t.Errorf("%s has an incomplete limit %+v", k.Name, l)
			}
		}
	}
	for _, name := range []string{
		"quiet_drift", "single_point", "paper_rota", "sustained_load", "orphaned", "unclear_alerts", "thin_knowledge", "silo", "habit", "owner_missing", "recovered",
	} {
		if !seen[name] {
			t.Errorf("the contract's %s is missing", name)
		}
	}
}
