package drift

import (
	"cmp"
	"math"
	"slices"
)

// tail is how fast stronger false alarms get rarer, for each unit of Statistic: 234 of them, at 3 and at 8 incidents a week, on
// the seeds the constants were chosen on, were 0.88 above Level on average. Siegmund (1985) has the tail of such a maximum
// exponential.
const tail = 1.1

// PValue is the chance that a healthy service, looked at for so many years, gives a run at least as strong as r in them.
// perYear is the rate of false alarms at Level; see PerYear.
func (r *Run) PValue(years, perYear, level float64) float64 {
	strongest := level
	for _, p := range r.People {
		strongest = max(strongest, p.Statistic)
	}
	return -math.Expm1(-years * perYear * math.Exp(-tail*(strongest-level)))
}

// Discoveries tells which of many tests to report so that at most a share of the reported is expected to be false
// (Benjamini and Hochberg 1995). Services that gave no run belong in it too, with a p-value of 1.
//
// Level already bounds the false alarms of each service in a year, however many services there are; who wants to bound the
// share of false ones among what is reported of thousands of services uses this on top of it.
func Discoveries(pValues []float64, share float64) []bool {
	order := make([]int, len(pValues))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pValues[a], pValues[b]) })
	last := -1
	for rank, i := range order {
		if pValues[i] <= share*float64(rank+1)/float64(len(order)) {
			last = rank
		}
	}
	found := make([]bool, len(pValues))
	for _, i := range order[:last+1] {
		found[i] = true
	}
	return found
}
