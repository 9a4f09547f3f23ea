package reports

import (
	"cmp"
	"fmt"

	"github.com/fewhands/fewhands/metrics"
)

// leaderChange is what was changed somewhere, and the clearest number before and after.
type leaderChange struct {
	On, Where, Href, What string
	Number                string
	Before, After         string
	Interval              string
	Reading               string
}

// mostChanges is how many interventions leaders are told, the newest first.
const mostChanges = 3

// leaderChanges tells of each intervention the first of its numbers that clearly changed, or that none did.
func (s *site) leaderChanges() (list []leaderChange, more string) {
	var groups [][]metrics.Effect
	for _, e := range s.effects {
		if n := len(groups); n > 0 && groups[n-1][0].Scope == e.Scope && groups[n-1][0].Entity == e.Entity &&
			groups[n-1][0].What == e.What && groups[n-1][0].HappenedOn.Equal(e.HappenedOn) {
			groups[n-1] = append(groups[n-1], e)
			continue
		}
		groups = append(groups, []metrics.Effect{e})
	}
	for _, group := range groups[:min(mostChanges, len(groups))] {
		list = append(list, s.leaderChange(group))
	}
	if rest := len(groups) - len(list); rest > 0 {
		more = fmt.Sprintf("%s more, on the pages of teams and services.", grouped(int64(rest)))
	}
	return list, more
}

func (s *site) leaderChange(group []metrics.Effect) leaderChange {
	e, clear, compared := group[0], 0, 0
	for i := len(group) - 1; i >= 0; i-- {
		if group[i].Before == nil {
			continue
		}
		compared++
		isClear := group[i].Verdict == metrics.VerdictBetter || group[i].Verdict == metrics.VerdictWorse
		if isClear {
			clear++
		}
		if isClear || e.Before == nil || clear == 0 {
			e = group[i]
		}
	}
	c := leaderChange{
		On: day(e.HappenedOn), Where: shorten(shown(e.EntityName), 24), Href: s.pageOf(e.Scope, e.Entity), What: shorten(clean(e.What), 60),
		Number: metrics.NoValue, Before: metrics.NoValue, After: metrics.NoValue, Interval: metrics.NoValue, Reading: verdicts[metrics.VerdictTooFew],
	}
	if compared == 0 {
		return c
	}
	m, _ := metrics.Find(e.Metric)
	c.Number = cmp.Or(effectTitles[e.Metric], m.Title)
	c.Before, c.After, c.Interval = amount(m, e.Before), amount(m, e.After), signed(m, e.Low)+" to "+signed(m, e.High)
	c.Reading = verdicts[e.Verdict]
	if clear > 1 {
		c.Reading += fmt.Sprintf(" (%d of %d numbers clear)", clear, compared)
	}
	return c
}
