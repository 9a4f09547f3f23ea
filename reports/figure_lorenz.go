package reports

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/fewhands/fewhands/metrics"
)

// mostPoints is how many points of a Lorenz curve a chart and its table have: of more people every so-manieth.
const mostPoints = 50

// step is a point of a Lorenz curve: so many people, those who do least, do so much.
type step struct{ people, items int64 }

// lorenz adds up the items of everybody, those who do least first, those who did nothing before all.
func lorenz(items []int64, eligible int64) []step {
	items = slices.Sorted(slices.Values(items))
	idle := max(0, eligible-int64(len(items)))
	steps := []step{{0, 0}}
	if idle > 0 {
		steps = append(steps, step{idle, 0})
	}
	sum := int64(0)
	for i, n := range items {
		sum += n
		steps = append(steps, step{idle + int64(i) + 1, sum})
	}
	every := (len(steps) + mostPoints - 1) / mostPoints
	last := steps[len(steps)-1]
	var kept []step
	for i, s := range steps {
		if i%every == 0 || s == last || s.items == 0 || i+2 >= len(steps) { // the top of the curve is what it is about
			kept = append(kept, s)
		}
	}
	return kept
}

// lorenzChart is how evenly the responses of the last window were spread, from who did least to who did most.
func (e entity) lorenzChart() (*chart, error) {
	n := len(e.period.weeks) - 1
	if n < 0 || e.series["gini"][n] == nil || e.counts["eligible"][n] == nil {
		return nil, nil
	}
	var items []int64
	for _, d := range e.duties {
		if d.responses > 0 {
			items = append(items, d.responses)
		}
	}
	eligible := max(int64(*e.counts["eligible"][n]), int64(len(items)))
	if len(items) == 0 || eligible < 2 {
		return nil, nil
	}
	steps := lorenz(items, eligible)
	all := steps[len(steps)-1]
	c := charts.NewLine()
	c.SetGlobalOptions(
		charts.WithColorsOpts(opts.Colors{okabeIto[0], grey}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Name: "Share of people, least first", Min: 0, Max: 1}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Name: "Share of " + e.work.items, Min: 0, Max: 1}),
	)
	var points []opts.LineData
	t := table{
		ID: "lorenz-table", Tall: len(steps) > 15,
		Caption: "How many people, those who do least first, gave how many of the " + e.work.items + " of the last 13 weeks.",
		Columns: []column{{Title: "People"}, {"Share of the eligible people", true}, {upper(e.work.items), true}, {"Share of the " + e.work.items, true}},
	}
	for _, s := range steps {
		x, y := float64(s.people)/float64(all.people), float64(s.items)/float64(all.items)
		points = append(points, opts.LineData{Value: []float64{rounded(x), rounded(y)}})
		t.Rows = append(t.Rows, []cell{{Text: grouped(s.people), Header: true}, numberCell(tenths(&x), &x), countCell(&s.items), numberCell(tenths(&y), &y)})
	}
	c.AddSeries("As it is", points, charts.WithAreaStyleOpts(opts.AreaStyle{Opacity: opts.Float(0.15)}), charts.WithLineStyleOpts(opts.LineStyle{Type: "solid", Width: 2.5}))
	c.AddSeries("If everybody did the same", []opts.LineData{{Value: []float64{0, 0}}, {Value: []float64{1, 1}}}, charts.WithLineStyleOpts(opts.LineStyle{Type: "dashed", Width: 1.5}))
	data, err := island{Kind: "lorenz", Unit: "share"}.marshal(c)
	if err != nil {
		return nil, err
	}
	gini, _ := metrics.Find("gini")
	says := e.lorenzSays(items, eligible) + " Gini " + bare(gini, e.series["gini"][n]) + ": 0 is everybody alike, 1 one person alone."
	return &chart{
		ID: e.prefix + "lorenz", Title: "How evenly the " + e.work.items + " are spread", Says: says, Data: data, Size: "square", Basis: e.coverage.says(e.work.name),
		Alt: "Lorenz curve: the share of the " + e.work.items + " of the last 13 weeks against the share of the eligible people, those who do least first, " +
			"beside a straight line of everybody alike. " + says + " The table below has every number.",
		Table: t, csv: ownCSV{"lorenz", "how evenly the " + e.work.items + " are spread", lorenzCSV(steps, e.work.items)},
	}, nil
}

// lorenzSays sets the busiest fifth of the people, at least one, against all others.
func (e entity) lorenzSays(items []int64, eligible int64) string {
	items = slices.Sorted(slices.Values(items))
	few := max(1, (eligible+4)/5)
	var sum, top int64
	for i, n := range items {
		sum += n
		if int64(len(items)-i) <= few {
			top += n
		}
	}
	share := float64(top) / float64(sum)
	idle := eligible - int64(len(items))
	none := ""
	if idle > 0 {
		none = fmt.Sprintf("; %s none", grouped(idle)+" "+e.work.gave)
	}
	return fmt.Sprintf("The busiest %s of %s eligible %s %s of the %s of the last 13 weeks%s.",
		grouped(few), grouped(eligible), e.work.gave, tenths(&share), e.work.items, none)
}

func lorenzCSV(steps []step, items string) []byte {
	s := newSheet(false, "people", items)
	for _, one := range steps {
		s.row(number(strconv.FormatInt(one.people, 10)), number(strconv.FormatInt(one.items, 10)))
	}
	return s.bytes()
}
