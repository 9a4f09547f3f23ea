package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fewhands/fewhands/metrics"
)

// chartsOf makes the charts that have something to show.
func chartsOf(makers ...func() (*chart, error)) ([]chart, error) {
	var list []chart
	for _, make := range makers {
		c, err := make()
		if err != nil {
			return nil, err
		}
		if c != nil {
			list = append(list, *c)
		}
	}
	return list, nil
}

// workChart is how few people do the work, beside how many could.
func (e entity) workChart() (*chart, error) {
	half, effective, eligible := e.series["people_for_half"], e.series["effective_people"], e.counts["eligible"]
	if !anyValue(half) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "people", []line{
		{Name: "Eligible people", Dash: "dotted", Steps: true, Values: eligible},
		{Name: "Effective number of people", Dash: "dashed", Values: effective},
		{Name: "People for half of the work", Dash: "solid", Steps: true, Values: half},
	}, e.marks...)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	n := len(half) - 1
	says := "Too little data in the last week."
	if half[n] != nil && eligible[n] != nil {
		says = fmt.Sprintf("%s %s at least half of the %s of the last 13 weeks; %s eligible.",
			upper(people(int64(*half[n]))), e.work.gave, e.work.items, counted(int64(*eligible[n]), "person was", "people were"))
	}
	id := e.prefix + "people-by-week"
	if e.scope == "org" { // whose page has every kind of work
		id = e.work.name + "-people-by-week"
	}
	return &chart{
		ID: id, Title: e.work.charted, Says: says, Data: data, Marks: e.marksIn(eligible, effective, half),
		Alt: "Line chart by week of three counts of people in the trailing 13 weeks: eligible people (dotted), the effective number " +
			"of people (dashed) and the fewest people with half of the " + e.work.items + " (solid). " + says + " The table below has every number.",
		Basis: e.coverage.says(e.work.name),
		Table: e.byWeek(id+"-table", "Concentration of the "+e.work.items+" of the trailing 13 weeks, newest week first.", shareGroup,
			[]column{{upper(e.work.items), true}, {"People", true}, {"Eligible people", true}},
			func(w int) []cell {
				return []cell{wholeCell(e.counts["items"][w]), wholeCell(e.counts["people"][w]), wholeCell(e.counts["eligible"][w])}
			}),
	}, nil
}

// codeChart is the truck factor by week, with everyone and with those still active.
func (e entity) codeChart() (*chart, error) {
	all, active := e.series["truck_factor"], e.series["active_truck_factor"]
	if !anyValue(all, active) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "people", []line{
		{Name: "Truck factor", Dash: "solid", Steps: true, Values: all},
		{Name: "Truck factor of active people", Dash: "dashed", Steps: true, Values: active},
	}, e.marks...)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	n := len(all) - 1
	factor, _ := metrics.Find("truck_factor")
	says := "Truck factor " + bare(factor, all[n]) + "; among people still active " + bare(factor, active[n]) + "."
	return &chart{
		ID: "truck-factor-by-week", Title: "Truck factor by week", Says: says, Data: data, Marks: e.marksIn(all, active),
		Alt: "Line chart by week of the truck factor with everyone (solid) and with active people only (dashed). " + says +
			" The table below has every number.",
		Basis: e.coverage.says("code"),
		Table: e.byWeek("truck-factor-by-week-table", "Who holds the code, at the end of each week, newest week first.", codeGroup,
			[]column{{"Files", true}, {"Authors", true}, {"Share of the top author", true}},
			func(w int) []cell {
				a, ok := e.authorship[e.period.weeks[w]]
				if !ok {
					return []cell{countCell(nil), countCell(nil), numberCell(tenths(nil), nil)}
				}
				return []cell{countCell(&a.files), countCell(&a.authors), numberCell(tenths(a.topShare), a.topShare)}
			}),
	}, nil
}

// byWeek is the table of a group of metrics, newest week first; more are columns between the week and the metrics.
func (e entity) byWeek(id, caption string, group []metrics.Metric, more []column, cells func(week int) []cell) table {
	t := table{ID: id, Caption: caption + e.period.folded(), Tall: true, Columns: append([]column{{Title: "Week"}}, more...)}
	for _, m := range group {
		t.Columns = append(t.Columns, column{m.Title, true})
	}
	listed := e.period.listed()
	t.Rows = make([][]cell, 0, len(listed))
	for _, w := range listed {
		if !e.has(w) {
			continue
		}
		row := append(make([]cell, 0, len(t.Columns)), cell{Text: day(e.period.weeks[w]), Header: true})
		row = append(row, cells(w)...)
		for _, m := range group {
			v := e.series[m.Name][w]
			row = append(row, numberCell(bare(m, v), v))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// has tells whether a week is known at all: weeks before the first commit or incident are not.
func (e entity) has(w int) bool {
	_, code := e.authorship[e.period.weeks[w]]
	return code || e.counts["items"][w] != nil || e.counts["incidents"][w] != nil
}

func wholeCell(v *float64) cell { return countCell(whole(v)) }

// upper begins a text with a capital.
func upper(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// shareSays is the finding of the chart of shares: who carried how much in its last window, most first.
func shareSays(bands []band, week time.Time) string {
	last := func(b band) float64 {
		if v := b.Values[len(b.Values)-1]; v != nil && !b.Rest {
			return *v
		}
		return 0
	}
	bands = slices.Clone(bands)
	slices.SortStableFunc(bands, func(a, b band) int { return cmp.Compare(last(b), last(a)) })
	var parts []string
	for _, b := range bands {
		if share := last(b); share > 0 {
			parts = append(parts, shown(b.Name)+" "+tenths(&share))
		}
	}
	when := "the 13 weeks to " + day(week.AddDate(0, 0, 6))
	if len(parts) == 0 {
		return "Too little data in " + when + "."
	}
	return "In " + when + ": " + strings.Join(parts, ", ") + "."
}
