package drift

import (
	"math"
	"slices"
)

// Detect reads a history from its first week to its last and returns every run. What it says of a week depends on that week
// and those before only, so a shorter history gives the same runs as far as it goes.
func Detect(h *History) Result {
	d := &detector{turns: turns{History: h, rows: h.rows()}, level: ShareLevel, pairLevel: SharePairLevel, tables: shareTables, result: Result{First: -1}}
	if h.Rota {
		d.level, d.pairLevel, d.tables = Level, PairLevel, rotaTables
	}
	for week := range h.Weeks {
		d.week(week)
	}
	if d.run != nil {
		d.run.Running = true
		d.close(h.Weeks)
	}
	return d.result
}

type detector struct {
	turns
	tables    *tables
	level     float64
	pairLevel float64
	all       []*person // by row
	spread    float64   // the dispersion, without a rota
	run       *Run      // the one that goes on
	result    Result
}

func (d *detector) week(week int) {
	over, pending := d.read(week, func(row int) { d.person(row).active[week] = true })
	if n := len(d.people); n > 0 {
		d.person(n - 1)
	}
	if !d.Rota && week%blockWeeks == 0 {
		d.spread = d.dispersion(max(0, week-guard))
	}
	d.observe(week, over, pending)
	d.compare(week)
	team, people, most := d.baselines(week)
	if d.result.First < 0 {
		if team.weeks < LeastBaseline || most < leastIncidents {
			return
		}
		d.result.First = week
	}
	more := math.Log(float64(max(people, 1)) / 6)
	if most < thinPerWeek*float64(team.weeks) {
		more += Thin
	}
	d.test(week, more, team)
	if d.run != nil && !slices.ContainsFunc(d.all, func(p *person) bool { return p.alarm != nil }) {
		d.close(week)
	}
}

func (d *detector) close(week int) {
	d.run.End = week
	for _, p := range d.all {
		if p.alarm != nil {
			p.alarm.suspect().To = week
		}
	}
	d.result.Runs = append(d.result.Runs, *d.run)
	d.run = nil
}

func (d *detector) person(row int) *person {
	for row >= len(d.all) {
		d.all = append(d.all, newPerson(d.Weeks))
	}
	return d.all[row]
}

func (d *detector) here(row, week int) bool { return d.from[row] <= week && week < d.to[row] }

// observe gives each person the turns in which they were not on call and did not cover.
func (d *detector) observe(week int, over, pending []*turn) {
	for _, p := range d.all {
		p.clues, p.over = p.clues[:0], 0
	}
	for i, t := range slices.Concat(over, pending) {
		cover := t.cover()
		for row, p := range d.all {
			if !d.here(row, week) || row == cover || slices.Contains(t.onCall, row) {
				continue
			}
			c := newClue(t, row)
			if !d.Rota {
				c.weight = 1 / d.spread
			}
			p.clues = append(p.clues, c)
			if i < len(over) {
				p.over++
				p.could[week] += c.n
				p.joined[week] += c.joined
				p.took[week] += c.took
			}
		}
	}
}

// compare sets the floors: what the rest of the team does now, but for the one who does most. Where all begin to do more,
// nobody drifts.
func (d *detector) compare(week int) {
	var all tally
	var top, second *person
	for _, p := range d.all {
		p.team.add(p, week, 1)
		if out := week - teamWeeks; out >= 0 {
			p.team.add(p, out, -1)
		}
		all.n += p.team.n
		all.joined += p.team.joined
		all.took += p.team.took
		switch {
		case top == nil || p.rate() > top.rate():
			top, second = p, top
		case second == nil || p.rate() > second.rate():
			second = p
		}
	}
	for _, p := range d.all {
		rest := tally{n: all.n - p.team.n, joined: all.joined - p.team.joined, took: all.took - p.team.took}
		other := top
		if p == top {
			other = second
		}
		if other != nil {
			rest.n -= other.team.n
			rest.joined -= other.team.joined
			rest.took -= other.team.took
		}
		p.floorJoins = max(floorJoins, (rest.joined+0.5)/(rest.n+priorJoins))
		p.floorTakes = max(floorTakes, (rest.took+0.5)/(rest.n+priorTakes))
		p.floor = binsOf(p.floorJoins, p.floorTakes)
	}
}

func (t *tally) add(p *person, week int, sign float64) {
	t.n += sign * p.could[week]
	t.joined += sign * p.joined[week]
	t.took += sign * p.took[week]
}

// baselines sums up what those who are there did before, each and together. The weeks, and the most incidents, are those of
// whoever has most.
func (d *detector) baselines(week int) (team tally, people int, most float64) {
	for row, p := range d.all {
		if !d.here(row, week) {
			continue
		}
		people++
		p.base = p.baseline(week-guard, d.from[row])
		team.n += p.base.n
		most = max(most, p.base.n)
		team.joined += p.base.joined
		team.took += p.base.took
		team.weeks = max(team.weeks, p.base.weeks)
	}
	return team, people, most
}
