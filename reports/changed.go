package reports

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// effectsOf are those of the interventions of a place.
func (s *site) effectsOf(scope, key string) (list []metrics.Effect) {
	for _, e := range s.effects {
		if e.Scope == scope && e.Entity == key {
			list = append(list, e)
		}
	}
	return list
}

// effectTitles name what an effect is of, where that is no metric of the place.
var effectTitles = map[string]string{"sleep_pages": "Pages in sleeping hours, to anybody, per week"}

// verdicts are how a page says them.
var verdicts = map[string]string{
	metrics.VerdictBetter: "better", metrics.VerdictWorse: "worse", metrics.VerdictUnclear: "no clear change", metrics.VerdictTooFew: "too little data",
}

// changedSection is what was changed at a place, and what the numbers were before and after, and what the team changed that owns
// it; none where nothing was.
func (s *site) changedSection(p *place) []section {
	changed := section{ID: "changed", Title: "What was changed"}
	if changed.Table = s.changedTable(p.scope, p.key); changed.Table != nil {
		changed.About = "What the organisation says it did otherwise here, beside the numbers before and after. That something changed after it does " +
			"not show that it changed because of it."
	}
	if of := s.changedByTeam(p); of != nil {
		changed.Tables = append(changed.Tables, *of)
		changed.About = strings.TrimSpace(changed.About + " What its team did otherwise is a line on the charts here too; the numbers before and after, which " +
			"are of all services of the team, stand on its page.")
	}
	return sections(changed)
}

// changedByTeam lists what the team changed that owns a service; nil where that is nothing.
func (s *site) changedByTeam(p *place) *table {
	if p.team == nil {
		return nil
	}
	t := table{
		ID: "team-changed-table", Caption: "What the team changed that owns it, in the order of the days",
		Columns: []column{{Title: "What was changed"}, {Title: "Numbers before and after"}},
	}
	said := map[string]bool{}
	for _, e := range s.effectsOf("team", p.team.key) {
		text := day(e.HappenedOn) + ": " + shorten(clean(e.What), nameRunes)
		if !said[text] {
			said[text] = true
			t.Rows = append(t.Rows, []cell{{Text: text, Header: true, Name: true}, nameCell(p.team.name, "../"+p.team.file()+"#changed-title")})
		}
	}
	return tableOrNil(t)
}

// changedTable is what was changed at a place itself, by number; nil where nothing was.
func (s *site) changedTable(scope, key string) *table {
	list := s.effectsOf(scope, key)
	if len(list) == 0 {
		return nil
	}
	t := &table{
		ID: "changed-table",
		Caption: "The 13 whole weeks before the week of the change, and those after it, up to 13. The interval has the difference in it 19 times of 20; " +
			"where zero is in it, nothing can be said.",
		Columns: []column{
			{Title: "What was changed"}, {Title: "Number"}, {"Before", true}, {"After", true}, {"Difference", true}, {"95 % interval", true},
			{Title: "Reading"},
		},
	}
	for _, e := range list {
		m, _ := metrics.Find(e.Metric)
		reading := cell{Text: verdicts[e.Verdict], Flag: fmt.Sprintf("%d and %d items in %d and %d weeks", e.NBefore, e.NAfter, e.WeeksBefore, e.WeeksAfter)}
		if e.Verdict == verdictWithheld {
			reading.Text, reading.Flag = "withheld: the group is small", ""
		}
		interval := cell{Text: metrics.NoValue, Numeric: true}
		if e.Low != nil {
			interval.Text = signed(m, e.Low) + " to " + signed(m, e.High)
		}
		t.Rows = append(t.Rows, []cell{
			{Text: day(e.HappenedOn) + ": " + shorten(clean(e.What), nameRunes), Header: true, Name: true},
			{Text: cmp.Or(effectTitles[e.Metric], m.Title)},
			numberCell(amount(m, e.Before), e.Before), numberCell(amount(m, e.After), e.After), numberCell(signed(m, e.Difference), e.Difference),
			interval, reading,
		})
	}
	return t
}

// amount is a value with its unit; medians of few items in tenths.
func amount(m metrics.Metric, v *float64) string {
	switch {
	case v == nil:
		return metrics.NoValue
	case m.Unit == metrics.Share:
		return tenths(v)
	}
	return strconv.FormatFloat(*v, 'f', 1, 64)
}

// signed is a difference: shares in percentage points.
func signed(m metrics.Metric, v *float64) string {
	if v == nil {
		return metrics.NoValue
	}
	n := *v
	unit := ""
	if m.Unit == metrics.Share {
		n, unit = 100*n, " points"
	}
	text := strconv.FormatFloat(n, 'f', 1, 64)
	if text == "-0.0" {
		text = "0.0"
	}
	if n > 0 && text != "0.0" {
		text = "+" + text
	}
	return strings.Replace(text, "-", "−", 1) + unit
}
