package reports

import (
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// line is one series of a chart of people by week.
type line struct {
	Name   string
	Dash   string // "solid", "dashed" or "dotted": never colour alone
	Steps  bool   // whole numbers jump, they do not slope
	Values []*float64
}

// linesChart draws numbers of people by week.
func linesChart(weeks []time.Time, lines []line) (island, drawable) {
	c := charts.NewLine()
	c.SetGlobalOptions(
		charts.WithColorsOpts(opts.Colors{"#0072b2", "#d55e00", "#009e73"}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category"}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, MinInterval: 1}),
	)
	c.SetXAxis(days(weeks))
	i := island{Kind: "people", Unit: "people"}
	for _, l := range lines {
		data := make([]opts.LineData, len(l.Values))
		for w, v := range l.Values {
			data[w] = point(v)
		}
		shape := opts.LineChart{}
		if l.Steps {
			shape.Step = "end"
		}
		c.AddSeries(l.Name, data,
			charts.WithLineChartOpts(shape),
			charts.WithLineStyleOpts(opts.LineStyle{Type: l.Dash, Width: 2}),
		)
	}
	return i, c
}

func days(weeks []time.Time) []string {
	text := make([]string, len(weeks))
	for i, w := range weeks {
		text[i] = day(w)
	}
	return text
}
