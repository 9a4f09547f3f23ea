// Package trial measures how well drift.Detect tells drifting services from healthy ones, beside two rules that people use,
// on made-up services. The rule that keeps it simple: every rule sees the same services, is asked week by week, and is
// scored by the same lines of code.
package trial

import (
	"slices"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/fewhands/fewhands/metrics/drift/simulate"
)

// Options say how much to measure.
type Options struct {
	Healthy, Drifting int       // services of each kind, for each number of incidents a week
	PerWeek           []float64 // incidents a week
	Seed              uint64    // of the first service: other seeds are other services
	Hard, NoRota      bool
}

// Kind is a kind of drift.
type Kind string

// Reference is the one that the bar was first met for, Mixed is everything.
const (
	Reference Kind = "one to 70 % in 8 weeks, of 6"
	Mixed     Kind = "one or two to 50-80 % in 4-12 weeks, of 4-9"
)

// Row is what one rule does at one number of incidents a week.
type Row struct {
	PerWeek     float64
	Rule        string
	Threshold   float64 // 0 of drift.Detect
	FalseAlarms int
	Years       float64 // healthy service-years looked at
	Drifts      map[Kind]Score
}

// Score is how a rule does on drifts. Delays are in weeks, from the one in which the drift begins to the one at whose end the
// rule holds; errors are between the week it is said to have begun and that.
type Score struct {
	Of, Found        int
	Delay, Delay90   float64
	Since            float64
	delays, mistakes []float64
}

// PerCentury is false alarms in a hundred healthy service-years, and the 95 % confidence interval of it (Garwood 1936).
func (r *Row) PerCentury() (rate, low, high float64) {
	n, century := float64(r.FalseAlarms), r.Years/100
	if n > 0 {
		low = distuv.ChiSquared{K: 2 * n}.Quantile(0.025) / 2
	}
	high = distuv.ChiSquared{K: 2*n + 2}.Quantile(0.975) / 2
	return n / century, low / century, high / century
}

// Share is the share of drifts found.
func (s Score) Share() float64 { return float64(s.Found) / float64(max(s.Of, 1)) }

// Run measures. The rows are by incidents a week, then by rule: ours, the others at the thresholds people use, and the others
// at thresholds that give no more false alarms than ours.
func Run(o Options) []Row {
	rows := make([][]Row, len(o.PerWeek))
	var wait sync.WaitGroup
	for i, perWeek := range o.PerWeek {
		wait.Go(func() { rows[i] = o.at(perWeek) })
	}
	wait.Wait()
	return slices.Concat(rows...)
}

func (o Options) at(perWeek float64) []Row {
	services := o.services(perWeek)
	ours := services.score(detect{}, 0)
	rows := []Row{ours}
	for _, b := range baselines {
		rows = append(rows, services.score(b, b.usual))
	}
	for _, b := range baselines {
		rows = append(rows, services.score(b, services.tune(b, ours.FalseAlarms)))
	}
	for i := range rows {
		rows[i].PerWeek = perWeek
	}
	return rows
}

// services are those of one number of incidents a week. Of the healthy ones only how loud every rule is about them is kept, so
// that there may be many.
type services struct {
	years    float64             // of the healthy ones, in which rules are asked
	healthy  map[string][]series // by rule
	drifting map[Kind][]*simulate.Service
}

func (o Options) services(perWeek float64) *services {
	s := &services{drifting: map[Kind][]*simulate.Service{}, healthy: map[string][]series{}}
	common := simulate.Options{PerWeek: perWeek, NoRota: o.NoRota, Hard: o.Hard}
	for i := range o.Healthy {
		one := common
		one.Seed = o.Seed + uint64(i)
		service := simulate.New(one)
		s.years += float64(service.Weeks-warmUp) / 52
		for _, r := range rules() {
			s.healthy[r.name()] = append(s.healthy[r.name()], series{loud: r.follow(service).loud})
		}
	}
	for i := range o.Drifting {
		one := common
		one.Seed, one.Drifts = o.Seed+1_000_000+uint64(i), true
		s.drifting[Mixed] = append(s.drifting[Mixed], simulate.New(one))
		one.People, one.Heroes, one.Reach, one.Ramp = 6, 1, 0.7, 8
		one.Seed += 1_000_000
		s.drifting[Reference] = append(s.drifting[Reference], simulate.New(one))
	}
	return s
}
