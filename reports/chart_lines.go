package reports

import (
	"math"
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// line is one series of a chart by week.
type line struct {
	Name   string
	Dash   string // "solid", "dashed" or "dotted": never colour alone
	Steps  bool   // whole numbers jump, they do not slope
	Values []*float64
}

// linesChart draws numbers of people or shares by week; unit is "people" or "share". Marks are vertical lines.
func linesChart(weeks []time.Time, unit string, lines []line, marks ...mark) (island, drawable) {
	c := charts.NewLine()
	axis := opts.YAxis{Type: "value", Min: 0, MinInterval: 1}
	if unit == "share" {
		axis = opts.YAxis{Type: "value", Min: 0, Max: 1}
	}
	c.SetGlobalOptions(
		charts.WithColorsOpts(opts.Colors{"#0072b2", "#d55e00", "#009e73"}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category"}),
		charts.WithYAxisOpts(axis),
	)
	var all [][]*float64
	for _, l := range lines {
		all = append(all, l.Values)
	}
	first := firstKnown(all...)
	c.SetXAxis(days(weeks[first:]))
	i := island{Kind: "lines", Unit: unit}
	for _, l := range lines {
		shape := opts.LineChart{}
		if l.Steps {
			shape.Step = "end"
		}
		addLine(c, l.Name, l.Values[first:],
			charts.WithLineChartOpts(shape),
			charts.WithLineStyleOpts(opts.LineStyle{Type: l.Dash, Width: 2}),
		)
	}
	c.MultiSeries[0].ConfigureSeriesOpts(markLines(weeks[first:], marks)...)
	return i, c
}

func days(weeks []time.Time) []string {
	text := make([]string, len(weeks))
	for i, w := range weeks {
		text[i] = day(w)
	}
	return text
}

// firstKnown is the first week in which any of the series has a value: a chart begins where its data do.
func firstKnown(series ...[]*float64) int {
	first := math.MaxInt
	for _, values := range series {
		for w, v := range values {
			if v != nil {
				first = min(first, w)
				break
			}
		}
	}
	if first == math.MaxInt {
		return 0
	}
	return first
}
