package trial

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/metrics/drift/simulate"
)

// What a finding is worth is measured on enough services by `fewhands benchmark-drift`, and stands in drift.Measured. This is
// few of them, so the bounds leave room for chance: a week for the delay, and one more false alarm in 100 years.
func TestDetectionHoldsItsBar(t *testing.T) {
	rows := Run(Options{Healthy: 200, Drifting: 100, PerWeek: []float64{3, 8}, Seed: 50_000_000})
	for _, r := range rows {
		if r.Rule != "fewhands" {
			continue
		}
		if rate, _, _ := r.PerCentury(); rate > 2 {
			t.Errorf("%v a week: %.2f false alarms in 100 healthy service-years", r.PerWeek, rate)
		}
		most := map[float64]float64{3: 6, 8: 4}[r.PerWeek]
		for kind, s := range r.Drifts {
			if s.Share() < 0.98 || s.Delay > most+1 || s.Since > 3 {
				t.Errorf("%v a week, %s: found %d of %d, delay %v, since %v", r.PerWeek, kind, s.Found, s.Of, s.Delay, s.Since)
			}
		}
		for _, other := range rows { // at equal or fewer false alarms
			if other.PerWeek != r.PerWeek || other.Rule == r.Rule || other.FalseAlarms > r.FalseAlarms {
				continue
			}
			for kind, s := range other.Drifts {
				if ours := r.Drifts[kind]; ours.Found < s.Found || ours.Delay >= s.Delay {
					t.Errorf("%v a week, %s: %s at %.2f finds %d after %v weeks, we %d after %v", r.PerWeek, kind, other.Rule, other.Threshold, s.Found, s.Delay, ours.Found, ours.Delay)
				}
			}
		}
	}
}

// A night that knows less says the same of what it knows.
func TestTheFutureChangesNothing(t *testing.T) {
	for seed := range uint64(40) {
		s := simulate.New(simulate.Options{Seed: seed + 77, PerWeek: 5, Drifts: seed%2 == 0, Hard: true, NoRota: seed%5 == 0})
		whole := drift.Detect(&s.History)
		for _, weeks := range []int{40, 60, 90, 100} {
			short := s.History
			short.Weeks = weeks
			short.Incidents = slices.DeleteFunc(slices.Clone(s.Incidents), func(i drift.Incident) bool { return i.At >= int64(weeks)*drift.Week })
			var want []string
			for _, run := range whole.Runs {
				if run.Begin < weeks {
					want = append(want, key(run))
				}
			}
			var got []string
			for _, run := range drift.Detect(&short).Runs {
				got = append(got, key(run))
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d, %d weeks: %v, of the whole %v", seed, weeks, got, want)
			}
		}
	}
}

func key(r drift.Run) string { return fmt.Sprint(r.Begin, r.Since(), r.People[0].Person) }

func TestTheNamesOfPeopleChangeNothing(t *testing.T) {
	for seed := range uint64(20) {
		s := simulate.New(simulate.Options{Seed: seed + 3, PerWeek: 8, Drifts: true})
		before := drift.Detect(&s.History)
		rename := func(list []int32) {
			for i := range list {
				list[i] = 1000 - list[i]
			}
		}
		for i := range s.Incidents {
			s.Incidents[i].OnCall, s.Incidents[i].Responders = slices.Clone(s.Incidents[i].OnCall), slices.Clone(s.Incidents[i].Responders)
			rename(s.Incidents[i].OnCall)
			rename(s.Incidents[i].Responders)
		}
		for i := range s.Members {
			s.Members[i].Person = 1000 - s.Members[i].Person
		}
		after := drift.Detect(&s.History)
		if len(before.Runs) != len(after.Runs) {
			t.Fatalf("seed %d: %d runs became %d", seed, len(before.Runs), len(after.Runs))
		}
		for i := range before.Runs {
			if before.Runs[i].Begin != after.Runs[i].Begin || before.Runs[i].People[0].Person != 1000-after.Runs[i].People[0].Person {
				t.Errorf("seed %d: %+v became %+v", seed, before.Runs[i], after.Runs[i])
			}
		}
	}
}

func TestTheSameSeedIsTheSameService(t *testing.T) {
	o := simulate.Options{Seed: 9, PerWeek: 4, Drifts: true}
	if !reflect.DeepEqual(simulate.New(o), simulate.New(o)) {
		t.Error("two services of one seed differ")
	}
}

func TestTheIntervalOfNoFalseAlarmsReachesUp(t *testing.T) {
	r := Row{Years: 300}
	rate, low, high := r.PerCentury()
	if rate != 0 || low != 0 || math.Abs(high-3.689/3) > 0.001 { // 3.689: the 95 % upper limit of a Poisson mean given none
		t.Errorf("%v (%v-%v)", rate, low, high)
	}
}

// BenchmarkDetect is one service of three years: 10,000 of them must take less than 60 seconds.
func BenchmarkDetect(b *testing.B) {
	for _, perWeek := range []float64{1, 8, 20} {
		var all []*simulate.Service
		for i := range 50 {
			all = append(all, simulate.New(simulate.Options{Seed: uint64(i), PerWeek: perWeek, Weeks: 156, Drifts: i%10 == 0}))
		}
		b.Run(fmt.Sprint(perWeek, " a week"), func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				drift.Detect(&all[i%len(all)].History)
			}
		})
	}
}
