package reports

import (
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// band is one person's share by week, or that of all the others.
type band struct {
	Name   string
	Rest   bool       // everyone without a band of their own
	Values []*float64 // 0 to 1; nil in weeks with too little data
}

// sharesChart stacks shares by week: the first band lies at the bottom.
func sharesChart(weeks []time.Time, bands []band) (island, drawable) {
	c := charts.NewLine()
	colors := opts.Colors{}
	i := island{Kind: "shares", Unit: "share"}
	names := seriesNames{}
	for n, b := range bands {
		color := okabeIto[n%len(okabeIto)]
		if b.Rest {
			color = grey
		}
		colors = append(colors, color)
		data := make([]opts.LineData, len(b.Values))
		for w, v := range b.Values {
			data[w] = point(v)
		}
		c.AddSeries(names.unique(b.Name), data,
			charts.WithLineChartOpts(opts.LineChart{Stack: "shares"}),
			charts.WithAreaStyleOpts(opts.AreaStyle{Opacity: opts.Float(0.9)}),
		)
		var label endLabel
		if last := b.Values[len(b.Values)-1]; last != nil {
			if *last >= 0.055 { // a narrower band has no room for its name
				label = &struct {
					Down float64 `json:"down"`
				}{rounded(*last / 2)}
			}
		}
		i.Labels = append(i.Labels, label)
	}
	c.SetGlobalOptions(
		charts.WithColorsOpts(colors),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category"}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: 1}),
	)
	c.SetXAxis(days(weeks))
	return i, c
}
