package metrics

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// On Wednesday 2025-10-15 the team began to rotate: its week is left out. In each of the 13 weeks before, one person had 2
// responses off call: 26, top share 26/26, one effective person, off call 26/26. In each of the 12 after that are kept, four
// people had one each on call: 48, top share 12/48, four effective people, two for half, off call 0. Every week is like every
// other of its side, so all draws are the same: each interval is the difference itself. Waits are 9 minutes before, 3 after. No
// page has a local time: too little data of that.
func TestAnInterventionBeforeAndAfter(t *testing.T) {
	responses := "incident_id,service_id,team_id,person_id,responded_on,week,is_on_call,times\n1,1,1,9,2025-10-15,2025-10-13,false,50\n"
	incidents := "incident_id,service_id,team_id,created_at,acknowledged_at,created_on,week,times\n"
	day := lastWeek.AddDate(0, 0, -7*12)
	for back := 13; back >= 1; back-- {
		on := day.AddDate(0, 0, -7*back).Format("2006-01-02")
		responses += fmt.Sprintf("1,1,1,1,%s,%s,false,2\n", on, on)
		incidents += fmt.Sprintf("1,1,1,%sT08:00:00Z,%sT08:09:00Z,%s,%s,2\n", on, on, on, on)
	}
	for later := 1; later <= 12; later++ {
		on := day.AddDate(0, 0, 7*later).Format("2006-01-02")
		for person := 1; person <= 4; person++ {
			responses += fmt.Sprintf("1,1,1,%d,%s,%s,true,1\n", person, on, on)
		}
		incidents += fmt.Sprintf("1,1,1,%sT08:00:00Z,%sT08:03:00Z,%s,%s,2\n", on, on, on, on)
	}
	db := buildFromFacts(t, sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: 4}, map[string][]byte{
		"facts.teams":    []byte("team_id,team,name\n1,TPAY,Payments\n"),
		"facts.services": []byte("service_id,service,name,team_id,is_deleted\n1,SCHECKOUT,Checkout,1,false\n"),
		"facts.interventions": []byte(fmt.Sprintf("intervention_id,happened_on,team_id,service_id,what\n1,%s,1,,Rotating\n2,%s,,1,A runbook\n",
			day.AddDate(0, 0, 2).Format("2006-01-02"), lastWeek.AddDate(0, 0, -21).Format("2006-01-02"))),
		"facts.responses": []byte(responses),
		"facts.incidents": []byte(incidents),
	})
	ctx := context.Background()
	if err := db.Update(ctx, func(tx *sql.Tx) error { return computeInterventions(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	effects, err := Effects(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"top_share":               "1.000 > 0.250, -0.750 (-0.750 to -0.750) of 26 and 48 in 13 and 12 weeks: better",
		"people_for_half":         "1.000 > 2.000, 1.000 (1.000 to 1.000) of 26 and 48 in 13 and 12 weeks: better",
		"effective_people":        "1.000 > 4.000, 3.000 (3.000 to 3.000) of 26 and 48 in 13 and 12 weeks: better",
		"off_call_response_share": "1.000 > 0.000, -1.000 (-1.000 to -1.000) of 26 and 48 in 13 and 12 weeks: better",
		"time_to_acknowledge":     "9.000 > 3.000, -6.000 (-6.000 to -6.000) of 26 and 24 in 13 and 12 weeks: better",
		"sleep_pages":             "too_little_data",
	}
	if len(effects) != 2*len(Outcomes) {
		t.Fatalf("%d effects", len(effects))
	}
	for i, e := range effects {
		got := e.Verdict
		if e.Before != nil {
			got = fmt.Sprintf("%.3f > %.3f, %.3f (%.3f to %.3f) of %d and %d in %d and %d weeks: %s", *e.Before, *e.After, *e.Difference, *e.Low, *e.High,
				e.NBefore, e.NAfter, e.WeeksBefore, e.WeeksAfter, e.Verdict)
		}
		// The newer one comes first, and is under 30 days old.
		switch {
		case i < len(Outcomes):
			if e.What != "A runbook" || e.Scope != "service" || got != VerdictTooFew {
				t.Errorf("%+v: %s", e, got)
			}
		case e.Scope != "team" || e.Entity != "TPAY" || e.EntityName != "Payments" || got != want[e.Metric]:
			t.Errorf("%s: %s, want %s", e.Metric, got, want[e.Metric])
		}
	}
}

// In weeks that are all drawn alike nothing changed: about 95 % of the intervals must have zero in them, of every metric.
func TestNoEffectWhereNothingChanged(t *testing.T) {
	const runs = 100
	missed := map[string]int{}
	for seed := range uint64(runs) {
		random := rand.New(rand.NewPCG(seed, 7))
		weeks := make([]*observed, 2*windowWeeks)
		for i := range weeks {
			w := &observed{responses: map[int32]int{}}
			// One of six is on call for the week and takes two of three; others take the rest.
			onCall := random.Int32N(6)
			for range 3 + random.IntN(8) {
				person := onCall
				if random.IntN(3) == 0 {
					person = random.Int32N(6)
				}
				w.responses[person]++
				w.rostered++
				if person != onCall {
					w.away++
				}
				w.waits = append(w.waits, random.ExpFloat64()*5)
				w.local++
				if random.IntN(4) == 0 {
					w.asleep++
				}
			}
			weeks[i] = w
		}
		for _, e := range compare(Effect{}, weeks[:windowWeeks], weeks[windowWeeks:], true, seed) {
			switch {
			case e.Verdict == VerdictTooFew:
				t.Fatalf("%+v", e)
			case *e.Low > 0 || *e.High < 0:
				missed[e.Metric]++
			}
		}
	}
	var all []string
	for _, metric := range Outcomes {
		share := float64(missed[metric]) / runs
		all = append(all, fmt.Sprintf("%s %.1f %%", metric, 100*share))
		if share > 0.10 {
			t.Errorf("%s: %.1f %% of intervals claim an effect that is none", metric, 100*share)
		}
	}
	t.Log("intervals without zero: " + strings.Join(all, ", "))
}

func TestAnIntervalIsTheSameInEveryRun(t *testing.T) {
	of := func(list []float64) (float64, bool) { return list[0] + list[len(list)-1], true }
	low, high := blockInterval([]float64{1, 2, 3, 4, 5, 6}, []float64{2, 9, 4, 1, 7, 8}, of, 3, 5)
	again, too := blockInterval([]float64{1, 2, 3, 4, 5, 6}, []float64{2, 9, 4, 1, 7, 8}, of, 3, 5)
	if low != again || high != too || low >= high {
		t.Errorf("%v to %v, then %v to %v", low, high, again, too)
	}
}
