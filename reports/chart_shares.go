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

// sharesChart stacks shares by week: the first band lies at the bottom. Over it is a line of the people on the rota, on an
// axis of its own, where there is a rota. Marks are vertical lines through both.
func sharesChart(weeks []time.Time, bands []band, rota []*float64, marks ...mark) (island, drawable) {
	c := charts.NewLine()
	all := [][]*float64{rota}
	for _, b := range bands {
		all = append(all, b.Values)
	}
	first := firstKnown(all...)
	weeks = weeks[first:]
	colors := opts.Colors{}
	i := island{Kind: "shares", Unit: "share"}
	names := seriesNames{}
	for n, b := range bands {
		color := okabeIto[n%len(okabeIto)]
		if b.Rest {
			color = grey
		}
		colors = append(colors, color)
		addLine(c, names.unique(b.Name), b.Values[first:],
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
	if anyValue(rota) {
		i.Strip = "people"
		strip(c, weeks, rota[first:])
		c.MultiSeries[len(c.MultiSeries)-1].ConfigureSeriesOpts(markLines(weeks, marks)...)
	}
	c.MultiSeries[0].ConfigureSeriesOpts(markLines(weeks, marks)...)
	return i, c
}

// strip adds the line over the shares: the second of the axes both ways.
func strip(c *charts.Line, weeks []time.Time, rota []*float64) {
	top := 1.0
	for _, v := range rota {
		if v != nil {
			top = max(top, *v)
		}
	}
	c.ExtendXAxis(opts.XAxis{Type: "category", GridIndex: 1, Data: days(weeks)})
	c.ExtendYAxis(opts.YAxis{Type: "value", GridIndex: 1, Name: "People on the rota", Min: 0, Max: top})
	addLine(c, "People on the rota", rota,
		charts.WithLineChartOpts(opts.LineChart{Step: "end", XAxisIndex: 1, YAxisIndex: 1}),
		charts.WithLineStyleOpts(opts.LineStyle{Type: "solid", Width: 2}),
	)
}
