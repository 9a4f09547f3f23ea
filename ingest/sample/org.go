package sample

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"sync"
	"time"
	_ "time/tzdata" // a demo runs where no time zones are installed, too
)

// Organisation is the sample organisation: 29 people in five teams and ten who work with them, the services they are
// paged for, their tickets and the code they write, over eighteen months, with the stories of Stories in it. The same seed and date give the same organisation to
// the byte; another seed gives another one with the same stories.
type Organisation struct {
	AsOf time.Time // midnight UTC; nothing in the data has happened at or after it
	From time.Time // a Monday, 78 weeks before the week of AsOf; the data begins here

	seed     uint64
	people   []*colleague // who has a pager, as in staff
	everyone []*colleague // and those at a desk

	mishaps func() []mishap
	stints  func() map[string][]stint // by login
}

const historyWeeks = 78

// NewOrganisation returns the organisation as it is at the start of asOf's day in UTC.
func NewOrganisation(seed uint64, asOf time.Time) *Organisation {
	o := &Organisation{seed: seed, AsOf: asOf.UTC().Truncate(24 * time.Hour)}
	o.From = o.week(historyWeeks)
	o.hire()
	o.mishaps = sync.OnceValue(o.lookBack)
	o.stints = sync.OnceValue(func() map[string][]stint { return o.site().stints })
	return o
}

// week returns the Monday, midnight UTC, that is so many weeks before the Monday on or before AsOf.
func (o *Organisation) week(before int) time.Time {
	return o.AsOf.AddDate(0, 0, -(int(o.AsOf.Weekday())+6)%7-7*before)
}

// since returns how many weeks after week(before) a time is; less than 0 is earlier.
func (o *Organisation) since(before int, at time.Time) float64 {
	return at.Sub(o.week(before)).Hours() / (7 * 24)
}

// random returns chance for one purpose, so that a change in one place leaves all others as they are.
func (o *Organisation) random(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	return rand.New(rand.NewPCG(o.seed, h.Sum64()))
}

// location returns a zone that is known to exist.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return loc
}

// span is a time from one moment until another.
type span struct{ from, until time.Time }

func (s span) holds(at time.Time) bool { return !at.Before(s.from) && at.Before(s.until) }

// chance is true in share of all cases.
func chance(rnd *rand.Rand, share float64) bool { return rnd.Float64() < share }

// poisson returns how often something happens that does so mean times on average.
func poisson(rnd *rand.Rand, mean float64) int {
	n := 0
	for left := rnd.ExpFloat64(); left < mean; left += rnd.ExpFloat64() {
		n++
	}
	return n
}

// around returns a time that is longer than median in half of all cases and rarely more than four times as long.
func around(rnd *rand.Rand, median time.Duration) time.Duration {
	return time.Duration(float64(median) * math.Exp(0.6*rnd.NormFloat64())).Truncate(time.Second)
}

// between returns a time from low to below high, in whole seconds.
func between(rnd *rand.Rand, low, high time.Duration) time.Duration {
	return low + time.Duration(rnd.Int64N(int64((high-low)/time.Second)))*time.Second
}

// pick returns one of those in the list.
func pick[T any](rnd *rand.Rand, of []T) T { return of[rnd.IntN(len(of))] }

// weighted returns an index, each as often as its weight says.
func weighted(rnd *rand.Rand, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	dice := rnd.Float64() * total
	for i, w := range weights {
		if dice -= w; dice < 0 {
			return i
		}
	}
	return len(weights) - 1
}
