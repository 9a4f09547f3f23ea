package trial

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/metrics/drift/simulate"
)

// warmUp is how many weeks no rule is asked in: it has nothing to compare with. breather is how many weeks apart two alarms
// must be to be two.
const warmUp, breather = 26, 4

// rule says how loud it is in each week, and about whom.
type rule interface {
	name() string
	follow(s *simulate.Service) series
}

// series is what a rule says in each week of a service: it holds where loud is at least the threshold.
type series struct {
	loud  []float64
	who   [][]int32
	since []int
}

func newSeries(weeks int) series {
	return series{make([]float64, weeks), make([][]int32, weeks), make([]int, weeks)}
}

// alarms counts the times it begins to hold.
func (s series) alarms(threshold float64) (n int) {
	last := -breather - 1
	for week := warmUp; week < len(s.loud); week++ {
		if s.loud[week] >= threshold {
			if week-last > breather {
				n++
			}
			last = week
		}
	}
	return n
}

// detect is drift.Detect: it is loud while a run goes on.
type detect struct{}

func (detect) name() string { return "fewhands" }

func (detect) follow(s *simulate.Service) series {
	all := newSeries(s.Weeks)
	for i := range all.loud {
		all.loud[i] = -1
	}
	result := drift.Detect(&s.History)
	for _, run := range result.Runs {
		for _, p := range run.People {
			for week := p.From; week < max(p.To, p.From+1); week++ {
				all.loud[week] = 1
				all.who[week] = append(all.who[week], p.Person)
				if all.since[week] == 0 || p.From == week {
					all.since[week] = p.Since
				}
			}
		}
	}
	return all
}

func (s *services) score(r rule, threshold float64) Row {
	row := Row{Rule: r.name(), Threshold: threshold, Years: s.years, Drifts: map[Kind]Score{}}
	for _, one := range s.healthy[r.name()] {
		row.FalseAlarms += one.alarms(threshold)
	}
	for kind, drifting := range s.drifting {
		var score Score
		for _, service := range drifting {
			score.add(service, r.follow(service), threshold)
		}
		score.Delay, score.Delay90, score.Since = quantile(score.delays, 0.5), quantile(score.delays, 0.9), quantile(score.mistakes, 0.5)
		row.Drifts[kind] = score
	}
	return row
}

// add scores a drifting service: it is found in the first week after the onset in which the rule holds for one who drifts.
func (s *Score) add(service *simulate.Service, said series, threshold float64) {
	s.Of++
	for week := service.Onset; week < service.Weeks; week++ {
		if said.loud[week] < threshold || !slices.ContainsFunc(said.who[week], func(p int32) bool { return slices.Contains(service.Heroes, p) }) {
			continue
		}
		s.Found++
		s.delays = append(s.delays, float64(week-service.Onset))
		s.mistakes = append(s.mistakes, math.Abs(float64(said.since[week]-service.Onset)))
		return
	}
}

func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	return stat.Quantile(q, stat.Empirical, values, nil)
}

// tune returns the lowest threshold with at most so many false alarms in the healthy services.
func (s *services) tune(r rule, most int) float64 {
	low, high := 0.0, 1.01
	for high-low > 0.002 {
		middle := (low + high) / 2
		alarms := 0
		for _, one := range s.healthy[r.name()] {
			alarms += one.alarms(middle)
		}
		if alarms > most {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
