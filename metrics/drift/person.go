package drift

import "math"

// person is what is known of one person while the weeks go by.
type person struct {
	could, joined, took []float64 // incidents, by the week in which their turn was over
	active              []bool    // by week: they responded to anything
	inRun               []bool    // by week: no baseline
	firstRun            int       // the first such week; how many weeks there are where there is none
	sums                []tally   // of the weeks before a week

	team                   tally   // of the last weeks
	floorJoins, floorTakes float64 // what the rest of the team does now
	floor                  bins    // theirs
	base                   tally
	candidates             []candidate
	clues                  []clue
	over                   int // of the clues: those of turns that are over

	alarm *alarm // while they are in a run
}

// tally sums up weeks.
type tally struct {
	n, joined, took float64
	weeks           int
}

func newPerson(weeks int) *person {
	f, b := make([]float64, 3*weeks), make([]bool, 2*weeks)
	return &person{
		could: f[:weeks], joined: f[weeks : 2*weeks], took: f[2*weeks:], active: b[:weeks], inRun: b[weeks:],
		firstRun: weeks, sums: make([]tally, 1, weeks+1),
	}
}

// rate is of all responses while not on call, in the team's last weeks; for comparing.
func (p *person) rate() float64 { return (p.team.joined + p.team.took + 0.3) / (p.team.n + 10) }

// baseline sums up what a person did before a week.
func (p *person) baseline(before, from int) (b tally) {
	if first := max(from, before-MostBaseline, 0); before <= p.firstRun {
		if first >= before {
			return b
		}
		return p.between(first, before)
	}
	for w := before - 1; w >= max(from, before-2*MostBaseline) && b.weeks < MostBaseline; w-- {
		if p.inRun[w] {
			continue
		}
		b.n += p.could[w]
		b.joined += p.joined[w]
		b.took += p.took[w]
		b.weeks++
	}
	return b
}

// consider adds a week as a candidate, given the baseline of the whole team.
func (p *person) consider(week int, team tally) {
	b := p.base
	c := candidate{from: week}
	c.joins = raised(b.joined+priorJoins*(team.joined+1)/(team.n+priorJoins), b.n+priorJoins)
	c.takes = raised(b.took+priorTakes*(team.took+0.5)/(team.n+priorTakes), b.n+priorTakes)
	if b.weeks < LeastBaseline {
		c.joins, c.takes = max(c.joins, newcomerJoins), max(c.takes, newcomerTakes)
	}
	c.bins = binsOf(c.joins, c.takes)
	p.candidates = append(p.candidates, c)
}

// between sums up the weeks from one to before another. Weeks that are over do not change.
func (p *person) between(from, to int) tally {
	for w := len(p.sums) - 1; w < to; w++ {
		next := p.sums[w]
		next.add(p, w, 1)
		p.sums = append(p.sums, next)
	}
	x, y := &p.sums[from], &p.sums[to]
	return tally{n: y.n - x.n, joined: y.joined - x.joined, took: y.took - x.took, weeks: to - from}
}

func raised(k, n float64) float64 {
	rate := k / n
	return rate + standardErrors*math.Sqrt(rate*(1-rate)/n)
}

// weigh takes the clues of this week into account and returns the candidate for which most speaks; nil where there is none.
func (p *person) weigh(t *tables) (top *candidate) {
	for i := range p.candidates {
		c := &p.candidates[i]
		for x := range p.clues[:p.over] {
			u := &p.clues[x]
			c.weigh(t, u, p.floor, &c.sums)
			c.count(u, &c.n, &c.k)
		}
		sums := c.sums
		c.now.n, c.now.k = c.n, c.k
		for x := range p.clues[p.over:] {
			u := &p.clues[p.over+x]
			c.weigh(t, u, p.floor, &sums)
			c.count(u, &c.now.n, &c.now.k)
		}
		c.now.best = sums[0]
		for _, sum := range sums[1:] {
			c.now.best = max(c.now.best, sum)
		}
		if top == nil || c.now.best > top.now.best {
			top = c
		}
	}
	return top
}

// forget gives up the candidates that can lead to nothing any more. It moves only what lies behind one that goes.
func (p *person) forget(week int) {
	kept := p.candidates[:0]
	for i := range p.candidates {
		c := &p.candidates[i]
		switch {
		case p.alarm != nil || c.now.best < hopeless || week-c.from >= window-1:
		case len(kept) == i:
			kept = kept[:i+1]
		default:
			kept = append(kept, *c)
		}
	}
	p.candidates = kept
}

// logWindow is the most that the weeks together speak for more than the likeliest of them.
var logWindow = math.Log(window)

// strength is how much speaks for a drift, whenever it began: the logarithm of the sum of the likelihood ratios of the weeks in
// which it may have begun (Shiryaev 1963; Roberts 1966). It is at least that of the week for which most speaks; what is too
// little to reach least is not summed up.
func (p *person) strength(top *candidate, least float64) float64 {
	if top.now.best+logWindow < least {
		return top.now.best
	}
	sum := 0.0
	for i := range p.candidates {
		sum += math.Exp(p.candidates[i].now.best - top.now.best)
	}
	return top.now.best + math.Log(sum)
}

func (c *candidate) count(u *clue, n, k *float64) {
	if u.week >= c.from {
		*n += u.n
		*k += u.joined + u.took
	}
}

// matters tells whether a drift is large enough to be worth a word.
func (d *detector) matters(p *person, week int, c *candidate) bool {
	rate, leastRate, leastRise := c.now.k/max(c.now.n, 1), LeastRate, LeastRise
	if !d.Rota {
		leastRate, leastRise = ShareRate, ShareRise
		if week-c.from < ShareWeeks {
			return false
		}
	}
	return rate >= leastRate && rate-p.before(c) >= leastRise
}

func (p *person) before(c *candidate) float64 {
	return max(c.joins, p.floorJoins) + max(c.takes, p.floorTakes)
}
