package findings

import (
	"math"
	"slices"

	"github.com/fewhands/fewhands/metrics/drift"
)

// run makes a run of a drift's; nil where it was over before the first kept week, or what it is about is small. first is the
// week of the drifter in which the history begins.
func (d *drifter) run(p *place, channel string, c *history, first int, found *drift.Run) *run {
	kept := first - looksBack // the kept week in which the history begins
	if found.End+kept <= 0 {
		return nil
	}
	r := &run{
		kind: &Kinds[0], since: found.Since() + kept, seen: found.Begin + kept, end: found.End - 1 + kept, until: found.End + kept,
		held: found.End - found.Begin,
	}
	if found.Running {
		r.until = forever
	}
	s := &state{channel: channel, scope: p.scope, entity: p.entity, week: r.end, of: -1, names: driftNumbers, numbers: make([]float64, len(driftNumbers))}
	var before, after, statistic float64
	for _, one := range found.People {
		statistic = max(statistic, one.Statistic)
		if one.To < found.End {
			continue
		}
		s.persons = append(s.persons, one.Person)
		before, after = max(before, one.Before), max(after, one.After)
	}
	slices.Sort(s.persons)
	s.people = len(s.persons)
	// What has been so for less than a quarter is counted from when it began.
	from := max(found.Since(), found.End-13)
	theirs, all := c.responses(s.persons, from, found.End)
	theirsBefore, allBefore := c.responses(s.persons, found.Since()-52, found.Since())
	level := drift.Level
	if !c.Rota {
		level = drift.ShareLevel
	}
	for i, n := range []float64{
		float64(found.End - from), all, ratio(theirs, all), ratio(theirsBefore, allBefore), before, after, statistic, level,
		flag(c.Rota), math.NaN(), math.NaN(), math.NaN(), math.NaN(), 0, 0, float64(min(found.Since(), 52)),
	} {
		s.numbers[i] = n
	}
	r.last = s
	if s.number("share") < s.number("share_before")+leastShareRise {
		return nil
	}
	return r
}

// leastShareRise is how much more of the work than before must be theirs now for a drift to be told, leastTimesFair how many
// times what it would be if everybody on the rota did the same.
const leastShareRise, leastTimesFair = 0.15, 1.5

func flag(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// driftNumbers are the numbers of a drift's state. Those of the rota are filled in where they are known: in the last week, in the one
// before it began, and the least and the most in between. is_sure is where it stands among all that was tested.
var driftNumbers = []string{
	"weeks", "items", "share", "share_before", "rate_before", "rate", "statistic", "level", "has_rota", "rota", "rota_before", "rota_least", "rota_most", "is_sure",
	"since", "weeks_before",
}

// responses counts those of some people and of all, in the weeks from one to before another.
func (c *history) responses(people []int32, from, to int) (theirs, all float64) {
	for i := range c.Incidents {
		week := int(c.Incidents[i].At / drift.Week)
		if week < from || week >= to {
			continue
		}
		for _, p := range c.Incidents[i].Responders {
			all++
			if slices.Contains(people, p) {
				theirs++
			}
		}
	}
	return theirs, all
}
