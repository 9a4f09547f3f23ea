package drift

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// year is a service with a weekly rota of six, from person 1 on: eight incidents a week, which whoever is on call answers;
// answer may say otherwise.
func year(weeks int, answer func(week, n int, onCall int32) []int32) *History {
	h := &History{Weeks: weeks, Rota: true}
	for p := range int32(6) {
		h.Members = append(h.Members, Member{Person: p + 1, To: weeks})
	}
	for week := range weeks {
		onCall := int32(week%6) + 1
		for n := range 8 {
			who := []int32{onCall}
			if answer != nil {
				if other := answer(week, n, onCall); other != nil {
					who = other
				}
			}
			h.Incidents = append(h.Incidents, Incident{
				At: int64(week)*Week + int64(n)*19*3600 + 1800, Roster: true, OnCall: []int32{onCall}, Responders: who,
			})
		}
	}
	return h
}

func TestARotaThatWorksIsNoDrift(t *testing.T) {
	r := Detect(year(104, nil))
	if len(r.Runs) > 0 {
		t.Errorf("runs: %+v", r.Runs)
	}
	if state, _ := r.At(5); state != TooLittle {
		t.Errorf("after six weeks: %s", state)
	}
	if state, _ := r.At(60); state != None {
		t.Errorf("after a year: %s", state)
	}
}

func TestWhoTakesMoreAndMoreIsFoundAndTheRunEndsWithIt(t *testing.T) {
	r := Detect(year(156, func(week, n int, _ int32) []int32 {
		if week >= 60 && week < 100 && n < min(6, (week-60)*6/8) {
			return []int32{3}
		}
		return nil
	}))
	if len(r.Runs) != 1 {
		t.Fatalf("runs: %+v", r.Runs)
	}
	run := r.Runs[0]
	if run.Begin < 61 || run.Begin > 64 || run.Running || run.End < 100 || run.End > 112 {
		t.Errorf("from %d to %d", run.Begin, run.End)
	}
	if since := run.Since(); since < 58 || since > 63 {
		t.Errorf("since %d", since)
	}
	if len(run.People) != 1 || run.People[0].Person != 3 || run.People[0].Before > 0.01 || run.People[0].After < 0.3 {
		t.Errorf("people: %+v", run.People)
	}
	if state, at := r.At(80); state != Alarm || at.Begin != run.Begin {
		t.Errorf("in the middle: %s", state)
	}
}

func TestTwoWhoTakeOverAreNamedTogether(t *testing.T) {
	r := Detect(year(120, func(week, n int, _ int32) []int32 {
		if week >= 60 && n < min(6, week-60) {
			return []int32{int32(2 + n%2*3)}
		}
		return nil
	}))
	if len(r.Runs) != 1 || !r.Runs[0].Running || r.Runs[0].Begin > 66 {
		t.Fatalf("runs: %+v", r.Runs)
	}
	var who []int32
	for _, p := range r.Runs[0].People {
		who = append(who, p.Person)
	}
	slices.Sort(who)
	if !slices.Equal(who, []int32{2, 5}) {
		t.Errorf("people: %v", who)
	}
}

func TestWhatIsNoDrift(t *testing.T) {
	for name, answer := range map[string]func(week, n int, onCall int32) []int32{
		"someone covers three weeks of a colleague without telling the rota": func(week, _ int, onCall int32) []int32 {
			if onCall == 4 && (week == 63 || week == 69 || week == 75) {
				return []int32{2}
			}
			return nil
		},
		"someone has always helped with a third": func(_, n int, onCall int32) []int32 {
			if n%3 == 0 {
				return []int32{onCall, 5}
			}
			return nil
		},
		"all begin to join": func(week, n int, onCall int32) []int32 {
			who := []int32{onCall}
			for p := range int32(6) {
				if week > 60 && (int(p)+n+week)%3 == 0 {
					who = append(who, p+1)
				}
			}
			return who
		},
		"one bad night": func(week, _ int, onCall int32) []int32 {
			if week == 70 {
				return []int32{onCall, 1}
			}
			return nil
		},
	} {
		if r := Detect(year(120, answer)); len(r.Runs) > 0 {
			t.Errorf("%s: %+v", name, r.Runs)
		}
	}
}

func TestABurstCountsOnce(t *testing.T) {
	h := year(104, nil)
	for n := range 30 { // 30 alerts in half an hour, all taken by person 2
		h.Incidents = append(h.Incidents, Incident{At: 70*Week + 40*3600 + int64(n)*60, Roster: true, OnCall: []int32{5}, Responders: []int32{2}})
	}
	slices.SortFunc(h.Incidents, func(a, b Incident) int { return int(a.At - b.At) })
	if r := Detect(h); len(r.Runs) > 0 {
		t.Errorf("runs: %+v", r.Runs)
	}
}

func TestWithoutARotaSharesAreCompared(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	h := year(130, func(week, n int, _ int32) []int32 {
		if week >= 70 && n < 6 {
			return []int32{4}
		}
		return []int32{rnd.Int32N(6) + 1}
	})
	h.Rota = false
	r := Detect(h)
	if len(r.Runs) != 1 || r.Runs[0].People[0].Person != 4 || r.Runs[0].Begin > 76 || r.Runs[0].Since() < 66 {
		t.Errorf("runs: %+v", r.Runs)
	}
}

func TestIncidentsWithoutARosterAreLeftOut(t *testing.T) {
	h := year(104, func(week, _ int, _ int32) []int32 {
		if week > 60 {
			return []int32{3}
		}
		return nil
	})
	for i := range h.Incidents {
		h.Incidents[i].Roster = false
	}
	if r := Detect(h); len(r.Runs) > 0 || r.First >= 0 {
		t.Errorf("found without a roster: %+v", r)
	}
	if r := Detect(&History{Weeks: 50}); r.First >= 0 || len(r.Runs) > 0 {
		t.Errorf("found in nothing: %+v", r)
	}
	if state, _ := (&Result{First: -1}).At(3); state != TooLittle {
		t.Errorf("state: %s", state)
	}
}
