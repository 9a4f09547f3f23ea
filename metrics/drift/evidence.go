package drift

import "math"

// candidate is a week in which a drift of one person may have begun, and how much speaks for it.
type candidate struct {
	from         int
	joins, takes float64 // rates before
	bins         bins    // theirs
	n, k         float64 // incidents since, and those they responded to, in turns that are over
	now          struct{ n, k, best float64 }
	sums         [len(growth)]float64 // log likelihood ratios, of turns that are over
}

// clue is what one person did in one turn while not on call, or what they did not do.
type clue struct {
	week               int
	n                  float64 // incidents
	joined, took, rest float64 // they add up to n
	duty               float64 // of n: who is called first responded
	weight             float64
}

func newClue(t *turn, row int) clue {
	c := clue{week: t.week(), n: t.n, weight: 1 / (1 + max(0, t.n-1)*correlation)}
	if d := t.of(row); d != nil {
		c.joined, c.took = d.joined, d.took
	}
	c.rest = c.n - c.joined - c.took
	if len(t.onCall) > 0 {
		if first := t.of(t.onCall[0]); first != nil {
			c.duty = first.duty
		}
	}
	return c
}

// weigh adds what a clue says to the log likelihood ratios of the alternatives against the null hypothesis: as before, or,
// now and then, a cover that nobody wrote down. That keeps one such week from saying much.
func (c *candidate) weigh(t *tables, u *clue, floor bins, sums *[len(growth)]float64) {
	if u.week < c.from {
		return
	}
	age := min(u.week-c.from, window)
	joins, takes := max(c.bins.joins, floor.joins), max(c.bins.takes, floor.takes)
	var covered float64
	if u.joined+u.took > 0.5 {
		ratio := u.weight * (u.took*t.coverTakes[takes] + u.joined*t.coverJoins[joins] + u.rest*coverRest + u.duty*coverDuty)
		covered = math.Log(1 - coverChance + coverChance*math.Exp(ratio))
	}
	for i := range sums {
		line := &t.lines[i][age]
		ratio := u.rest * line.rest
		if u.joined > 0 {
			ratio += u.joined * line.joins[joins]
		}
		if u.took > 0 {
			ratio += u.took * line.takes[takes]
		}
		sums[i] += min(max(ratio*u.weight-covered, -mostAgainst), mostPerTurn)
	}
}

// tables holds logarithms of the ratios of rates, by alternative and weeks since the onset: the loops need millions.
type tables struct {
	lines                  [len(growth)][window + 1]line
	coverTakes, coverJoins [classes]float64
}

type line struct {
	joins, takes [classes]float64
	rest         float64
}

// coverRest is for incidents that whoever covers leaves to others, coverDuty for those that who is called first answers.
var coverRest, coverDuty = math.Log(0.25), math.Log(absentAnswers)

func newTables(share float64) *tables {
	t := &tables{}
	for i, slope := range growth {
		for age := range window + 1 {
			h := min(mostTaken, slope*(float64(age)+0.5))
			line := &t.lines[i][age]
			line.rest = math.Log(1 - h)
			for b := range classes {
				odds := h * (1 - center(b)) / center(b)
				line.joins[b], line.takes[b] = math.Log(1+(1-share)*odds), math.Log(1+share*odds)
			}
		}
	}
	for b := range classes {
		t.coverTakes[b], t.coverJoins[b] = math.Log(0.65/center(b)), max(0, math.Log(0.1/center(b)))
	}
	return t
}

var rotaTables, shareTables = newTables(takesShare), newTables(1)

// classes is into how many bins rates from 0.001 to 1 fall, of equal width on a logarithmic scale.
const classes = 256

// bins are those of a pair of rates. The higher rate has the higher bin.
type bins struct{ joins, takes int }

func binsOf(joins, takes float64) bins { return bins{bin(joins), bin(takes)} }

var binsPerLog = classes / math.Log(1000)

func bin(rate float64) int { return max(0, min(classes-1, int(math.Log(1000*rate)*binsPerLog))) }

func center(bin int) float64 { return math.Exp((float64(bin)+0.5)/binsPerLog) / 1000 }
