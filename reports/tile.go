package reports

import (
	"fmt"
	"math"

	"github.com/fewhands/fewhands/metrics"
)

// back is how far a tile looks back for its change: the previous equal period.
const back = 13

// tile is one metric of one entity as of the last kept week.
type tile struct {
	ID      string
	Metric  metrics.Metric
	Value   string
	Unit    string
	Missing bool   // too little data: never shown as healthy, nor as zero
	Absent  bool   // not a row of it: no roster, no team, nothing that it could be computed from
	Reading string // the threshold band it lies in
	Change  change
	Spark   *spark
	Basis   string // n, and how much of the data was used and left out
}

// change is a value against that of 13 weeks before.
type change struct {
	Text string
	Kind string // "better", "worse", or "" where neither can be said
}

func (e entity) tile(m metrics.Metric) tile {
	p, history, series := e.period, e.histories[m.Name], e.series[m.Name]
	t := tile{ID: m.Name, Metric: m, Missing: true, Value: "Too little data"}
	switch {
	case e.scope == "org" && m.Channels: // whose page has more than one kind of work
		t.ID = e.work.name + "-" + m.Name
	case m.Channels:
		t.ID = e.prefix + m.Name
	}
	if history == nil {
		t.Absent, t.Value, t.Basis = true, "Not known", "There is nothing to compute it from."
		return t
	}
	if withheld := e.withheld[history.Metric]; withheld != nil && withheld[len(withheld)-1] {
		t.Value = "Withheld"
		t.Basis = fmt.Sprintf("About fewer than %d people, or it would give away a number that is.", p.privacy.group())
		return t
	}
	now := series[len(series)-1]
	if now != nil {
		t.Missing = false
		t.Value, t.Unit = split(m.Format(now))
		if band, ok := m.Reading(now); ok {
			t.Reading = e.reading(m, *now, band)
		}
		if _, kept := p.ago(back); kept {
			t.Change = newChange(m, now, series[len(series)-1-back])
		}
	}
	t.Spark = newSpark(series, highest(m), m.Format)
	if last := len(series) - 1; history.Has[last] {
		one, many := e.work.noun(m)
		t.Basis = "n = " + counted(history.N[last], one, many) + ". "
	}
	t.Basis += e.coverage.says(e.work.basis(m))
	return t
}

// reading is the band of a value. How few people do half of the work is read beside how many there are: two of four is as
// even as it can be, and no band says so.
func (e entity) reading(m metrics.Metric, now float64, band metrics.Threshold) string {
	counts := e.counts["eligible"]
	if m.Name != "people_for_half" || len(counts) == 0 || counts[len(counts)-1] == nil {
		return band.Text
	}
	eligible := *counts[len(counts)-1]
	if now >= 2 && 2*now >= eligible {
		return fmt.Sprintf("even: more is not possible among %.0f eligible", eligible)
	}
	return fmt.Sprintf("%s, of %.0f eligible", band.Text, eligible)
}

func newChange(m metrics.Metric, now, then *float64) change {
	if then == nil {
		return change{Text: "13 weeks before: too little data"}
	}
	was, is := m.Format(then), m.Format(now)
	if was == is {
		return change{Text: "Same as 13 weeks before"}
	}
	c := change{Text: "▲ up from " + was + " 13 weeks before"}
	if *now < *then {
		c.Text = "▼ down from " + was + " 13 weeks before"
	}
	switch {
	case m.Better == metrics.Neither:
	case (*now > *then) == (m.Better == metrics.Higher):
		c.Kind = "better"
	default:
		c.Kind = "worse"
	}
	return c
}

// highest is the top of a metric's scale, 0 where it is open.
func highest(m metrics.Metric) float64 {
	if m.Unit == metrics.Share || m.Unit == metrics.Index {
		return 1
	}
	return 0
}

// rounded keeps islands small: four decimals are more than a chart can show.
func rounded(v float64) float64 { return math.Round(1e4*v) / 1e4 }
