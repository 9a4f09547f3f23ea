package reports

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// mostBars is how many people fit into the chart; the table beside it has them all.
const mostBars = 8

// coverageChart draws the share of files that still have an author, after each person is taken away.
func coverageChart(steps []Removal) (island, drawable) {
	steps = steps[:min(len(steps), mostBars)]
	c := charts.NewBar()
	names := seriesNames{}
	people := make([]string, len(steps))
	data := make([]opts.BarData, len(steps))
	for i, s := range steps {
		people[i] = names.unique(s.Person)
		data[i] = opts.BarData{Value: rounded(s.Coverage)}
	}
	c.SetGlobalOptions(
		charts.WithColorsOpts(opts.Colors{okabeIto[0]}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(false)}, Decal: &opts.AriaDecal{Show: opts.Bool(true)}}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: people, Inverse: opts.Bool(true)}),
	)
	c.AddSeries("Files that still have an author", data,
		charts.WithMarkLineNameXAxisItemOpts(opts.MarkLineNameXAxisItem{Name: "half of the files", XAxis: 0.5}),
	)
	return island{Kind: "coverage", Unit: "share"}, c
}

// bar is one of a chart of bars: a share with its name.
type bar struct {
	name    string
	hit, of int64
}

// barsChart draws shares one under the other.
func barsChart(title string, bars []bar) (island, drawable) {
	c := charts.NewBar()
	names := make([]string, len(bars))
	data := make([]opts.BarData, len(bars))
	for i, b := range bars {
		names[i], data[i] = b.name, opts.BarData{Value: rounded(float64(b.hit) / float64(b.of))}
	}
	c.SetGlobalOptions(
		charts.WithColorsOpts(opts.Colors{okabeIto[0]}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(false)}, Decal: &opts.AriaDecal{Show: opts.Bool(true)}}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true)}),
	)
	c.AddSeries(title, data)
	return island{Kind: "coverage", Unit: "share"}, c
}

func barsCSV(bars []bar) []byte {
	s := newSheet(false, "kind", "without", "of")
	for _, b := range bars {
		s.row(b.name, number(strconv.FormatInt(b.hit, 10)), number(strconv.FormatInt(b.of, 10)))
	}
	return s.bytes()
}
