package metrics

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// intervalMethod says it in the dictionary and on the method page.
const intervalMethod = "the block bootstrap over weeks, 2,000 draws of circular blocks as long as the cube root of the number of weeks, centred on the " +
	"difference seen, with percentiles expanded for few weeks (Efron & Tibshirani 1993; Künsch 1989; Politis & Romano 1992; Hesterberg 2015)."

// IntervalMethod is how the intervals of effects are made, with its sources.
func IntervalMethod() string { return intervalMethod }

// resamples is how often the weeks are drawn again.
const resamples = 2000

// blockInterval is a 95 % interval of the difference of a number, after minus before, by the bootstrap (Efron & Tibshirani, An
// Introduction to the Bootstrap, 1993). What is drawn again is weeks, in blocks, because neighbouring weeks are alike (Künsch 1989),
// the last week going over into the first (Politis & Romano 1992); a block is the cube root of the number of weeks long. The
// percentiles are those further out that few weeks ask for (Hesterberg 2015), and the differences drawn are centred on the one
// that was seen, since drawing fewer different weeks makes shares look more uneven than they are.
//
// Draws in which the number is not defined are left out.
func blockInterval[T any](before, after []T, of func([]T) (float64, bool), difference float64, seed uint64) (low, high float64) {
	random := rand.New(rand.NewPCG(seed, 1993))
	differences := make([]float64, 0, resamples)
	total := 0.0
	b, a := make([]T, len(before)), make([]T, len(after))
	for range resamples {
		redraw(random, before, b)
		redraw(random, after, a)
		was, isBefore := of(b)
		is, isAfter := of(a)
		if isBefore && isAfter {
			differences = append(differences, is-was)
			total += is - was
		}
	}
	if len(differences) < resamples/2 {
		return math.Inf(-1), math.Inf(1)
	}
	slices.Sort(differences)
	tail := tailOf(min(len(before), len(after)))
	shift := difference - total/float64(len(differences))
	return quantile(differences, tail) + shift, quantile(differences, 1-tail) + shift
}

// redraw fills a list with blocks of another.
func redraw[T any](random *rand.Rand, from, into []T) {
	length := max(1, int(math.Round(math.Cbrt(float64(len(from))))))
	for at := 0; at < len(into); at += length {
		start := random.IntN(len(from))
		for i := at; i < min(at+length, len(into)); i++ {
			into[i] = from[(start+i-at)%len(from)]
		}
	}
}

// tailOf is the share left out at each end for 95 % with n weeks: 2.5 % for many, less for few.
func tailOf(n int) float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(max(n-1, 1))}.Quantile(0.975)
	return distuv.UnitNormal.CDF(-t * math.Sqrt(float64(n)/float64(max(n-1, 1))))
}

// quantile interpolates between two neighbours of a sorted list.
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	i := int(at)
	if i+1 == len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
