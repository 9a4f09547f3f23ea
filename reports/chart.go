package reports

import (
	"encoding/json"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
)

// chart is a figure: what it shows in words, the data that dress.js dresses and boot.js draws, and the table with the same numbers.
type chart struct {
	ID    string
	Title string
	Says  string          // what there is to see, for everyone
	Alt   string          // how it is drawn, for those who do not see it
	Size  string          // class of its box in style.css; "" is the tall one
	Data  json.RawMessage // an island; nil where there is nothing to draw
	Marks []mark          // vertical lines in it

	Picture template.HTMLAttr // the src of its still picture; "" where there is none

	Basis string
	Table table
	Open  bool // the table is as important as the chart: shown without asking
	CSV   string
	csv   ownCSV // where it has a file of its own
}

// Island is the data as it stands in a script element. json.Marshal has written <, > and & as escapes, so that nothing in it can end the
// element; the template would parse and write all of it again.
func (c chart) Island() template.JS { return template.JS(c.Data) }

// island is what dress.js needs to draw a chart: the option that go-echarts makes from typed parts, and what it has no
// types for.
type island struct {
	Kind   string         `json:"kind"` // how it is dressed
	Unit   string         `json:"unit"` // of its values: which formatter
	Labels []endLabel     `json:"labels,omitempty"`
	Strip  string         `json:"strip,omitempty"`  // the unit of the last series, which is a line over the others
	Joined bool           `json:"joined,omitempty"` // the dots of a row by a line
	Shares []float64      `json:"shares,omitempty"` // of a tree's nodes, each before its children: how much of it is held
	Option map[string]any `json:"option"`
}

// endLabel moves the name at a line's end, so that it stands in the middle of its band. nil is no label.
type endLabel = *struct {
	Down float64 `json:"down"` // as a share of the plot's height
}

// drawable is what go-echarts calls a chart. Its Render functions are never used: they load scripts from elsewhere and
// run names as code.
type drawable interface {
	Validate()
	JSON() map[string]any
}

func (i island) marshal(c drawable) (json.RawMessage, error) {
	c.Validate()
	i.Option = c.JSON()
	for _, unused := range []string{"title", "toolbox"} {
		delete(i.Option, unused)
	}
	text, err := json.Marshal(i)
	if err != nil {
		return nil, fmt.Errorf("chart of %s: %w", i.Kind, err)
	}
	return text, nil
}

// missing is a week without a value: ECharts leaves a gap there.
const missing = `"-"`

// points are a series by week. go-echarts has an object for every point, but ECharts takes bare numbers too: with objects half of what a
// page of charts cost was to write them.
type points []*float64

// MarshalJSON leaves a NaN or an infinity to json, which refuses it.
func (p points) MarshalJSON() ([]byte, error) {
	text := append(make([]byte, 0, 7*len(p)+2), '[')
	for i, v := range p {
		if i > 0 {
			text = append(text, ',')
		}
		if v == nil {
			text = append(text, missing...)
		} else {
			text = strconv.AppendFloat(text, rounded(*v), 'f', -1, 64)
		}
	}
	return append(text, ']'), nil
}

// addLine adds a series by week.
func addLine(c *charts.Line, name string, values []*float64, options ...charts.SeriesOpts) {
	c.AddSeries(name, nil, options...)
	c.MultiSeries[len(c.MultiSeries)-1].Data = points(values)
}

// okabeIto are colours that people with any colour vision can tell apart. Grey is for the rest of the people.
var okabeIto = []string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"}

const grey = "#8a9199"

// inherited are the names that every object of a browser has. ECharts keeps the widths of texts in such an object: a text of that
// name would be taken for what is there, and "__proto__" would change all objects of the page.
var inherited = map[string]bool{
	"__proto__": true, "constructor": true, "hasOwnProperty": true, "isPrototypeOf": true, "propertyIsEnumerable": true, "toLocaleString": true,
	"toString": true, "valueOf": true, "__defineGetter__": true, "__defineSetter__": true, "__lookupGetter__": true, "__lookupSetter__": true,
}

// chartText makes a text from outside fit for a chart: short, without the braces that ECharts' rich text reads, and no name of
// something else.
func chartText(text string, most int) string {
	text = shorten(strings.NewReplacer("{", "(", "}", ")").Replace(shown(text)), most)
	if inherited[text] {
		return text + "\u2060" // joins it to nothing: nobody sees it
	}
	return text
}

// seriesNames makes names fit for a chart, each only once.
type seriesNames map[string]bool

func (seen seriesNames) unique(name string) string {
	base := chartText(name, 32)
	name = base
	for i := 2; seen[name]; i++ {
		name = fmt.Sprintf("%s (%d)", base, i)
	}
	seen[name] = true
	return name
}
