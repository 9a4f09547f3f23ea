package drift

import (
	"math"
	"slices"
)

// alarm is a person's part in the run that goes on.
type alarm struct {
	run   *Run
	index int // in run.People
	begun candidate
	other float64 // how much more spoke for a drift than for one that began in that week
	high  float64 // the highest rate of some weeks
	down  float64 // how much speaks for a recovery
}

func (a *alarm) suspect() *Suspect { return &a.run.People[a.index] }

// two are the people for whom most speaks, of those whose drift may have begun in the same week.
type two struct{ one, other choice }

type choice struct {
	row int
	c   *candidate
}

func (c choice) best() float64 {
	if c.c == nil {
		return math.Inf(-1)
	}
	return c.c.now.best
}

// test looks at everyone who is there: does the run of those in one go on, does one of the others begin to drift, or two? It
// asks for so much more than the levels.
func (d *detector) test(week int, more float64, team tally) {
	var pairs [window]two
	for row, p := range d.all {
		switch {
		case !d.here(row, week):
			p.candidates = p.candidates[:0]
			if p.alarm != nil {
				d.leave(p, week)
			}
			continue
		case p.alarm != nil:
			d.watch(p, week)
			continue
		}
		p.consider(week, team)
		top := p.weigh(d.tables)
		for i := range p.candidates {
			c := &p.candidates[i]
			pair := &pairs[week-c.from]
			if it := (choice{row, c}); it.best() > pair.one.best() {
				pair.one, pair.other = it, pair.one
			} else if it.best() > pair.other.best() {
				pair.other = it
			}
		}
		least := d.level + more
		if d.run != nil {
			least -= Joining
		}
		if strength := p.strength(top, least); strength >= least && d.matters(p, week, top) {
			d.join(row, week, top, strength)
		}
	}
	for _, pair := range pairs {
		if pair.other.best() < PairLeast || pair.one.best()+pair.other.best() < d.pairLevel+more {
			continue
		}
		one, other := d.all[pair.one.row], d.all[pair.other.row]
		if one.alarm == nil && other.alarm == nil && d.matters(one, week, pair.one.c) && d.matters(other, week, pair.other.c) {
			d.join(pair.one.row, week, pair.one.c, pair.one.best())
			d.join(pair.other.row, week, pair.other.c, pair.other.best())
		}
	}
	for _, p := range d.all {
		p.forget(week)
	}
}

// join makes a person part of the run, and begins one where there is none.
func (d *detector) join(row, week int, c *candidate, strength float64) {
	p := d.all[row]
	if d.run == nil {
		d.run = &Run{Begin: week}
	}
	p.alarm = &alarm{run: d.run, index: len(d.run.People), begun: *c, other: strength - c.now.best}
	d.run.People = append(d.run.People, Suspect{
		Person: d.people[row], Since: c.from, From: week, Before: p.observed(), After: c.now.k / c.now.n, N: c.now.n, Statistic: strength,
	})
	for w := c.from; w <= week; w++ {
		p.inRun[w] = true
	}
	p.firstRun = min(p.firstRun, c.from)
}

// observed is the rate in the baseline as it was, not as it was tested.
func (p *person) observed() float64 {
	if p.base.n == 0 {
		return 0
	}
	return (p.base.joined + p.base.took) / p.base.n
}

// watch follows a person of the run and looks for a recovery, by a cumulative sum of its own.
func (d *detector) watch(p *person, week int) {
	p.inRun[week] = true
	a, s := p.alarm, p.alarm.suspect()
	c := &a.begun
	for x := range p.clues[:p.over] {
		c.weigh(d.tables, &p.clues[x], p.floor, &c.sums)
		c.count(&p.clues[x], &c.n, &c.k)
	}
	s.Statistic = max(s.Statistic, slices.Max(c.sums[:])+a.other)
	if c.n > 0 && c.k/c.n > s.After {
		s.N, s.After = c.n, c.k/c.n
	}
	weight := 1.0
	if !p.active[week] {
		weight = absence
	}
	a.high = max(a.high, (p.team.joined+p.team.took)/(p.team.n+4))
	before := min(p.before(c), 0.9)
	after := min(max(before+0.5*(a.high-before), before+0.05), 0.95)
	for _, u := range p.clues[:p.over] {
		k := u.joined + u.took
		ratio := u.weight * (k*math.Log(before/after) + (u.n-k)*math.Log((1-before)/(1-after)))
		a.down = max(0, a.down+weight*min(max(ratio, -1.5), 1.5))
	}
	if a.down > recovered {
		d.leave(p, week)
	}
}

// leave ends a person's part in the run.
func (d *detector) leave(p *person, week int) {
	p.alarm.suspect().To = week
	p.alarm = nil
}
