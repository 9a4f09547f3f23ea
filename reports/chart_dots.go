package reports

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// mostDots is how many rows a chart of dots has; the table beside it has all.
const mostDots = 12

// dots is one kind of number of everybody in a chart of dots: a shape and a colour of its own.
type dots struct {
	Name, Symbol, Color string
	Values              []*float64 // 0 to 1, one for each row; nil is no dot
}

// dotsChart draws shares of people side by side: a row for each, a shape for each kind. Joined ones have a line from the first to
// the second.
func dotsChart(axis string, rows []string, joined bool, kinds ...dots) (island, drawable) {
	c := charts.NewScatter()
	names := seriesNames{}
	people := make([]string, len(rows))
	for i, name := range rows {
		people[i] = names.unique(name)
	}
	colors := opts.Colors{}
	for _, k := range kinds {
		colors = append(colors, k.Color)
	}
	c.SetGlobalOptions(
		charts.WithColorsOpts(colors),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Name: axis, Min: 0}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: people, Inverse: opts.Bool(true)}),
	)
	for _, k := range kinds {
		var data []opts.ScatterData
		for i, v := range k.Values {
			if v != nil {
				data = append(data, opts.ScatterData{Value: []any{rounded(*v), i}, Symbol: k.Symbol})
			}
		}
		c.AddSeries(k.Name, data)
	}
	return island{Kind: "dots", Unit: "share", Joined: joined}, c
}

// dotsSize is the class of the box of so many rows.
func dotsSize(rows int) string {
	if rows <= 5 {
		return "dots few"
	}
	return "dots"
}
