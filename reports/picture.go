package reports

import (
	"fmt"
	"html/template"
	"math"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/dop251/goja"
)

// A picture is as wide as a figure on A4 with the margins of style.css, in pixels; one that is to be square is not.
const (
	pictureWidth = 640
	squareWidth  = 460
)

// heights are those of the boxes of charts in style.css.
var heights = map[string]int{
	"": 320, "bars": 224, "bars few": 120, "tall": 420, "low": 240, "square": 360, "hours": 300, "nights": 190, "flows": 420, "folders": 420,
	"dots": 320, "dots few": 190,
}

// painter draws charts as still pictures, for paper and for pages without scripts: ECharts' own SVG for servers, from the same
// islands and dressed by the same dress.js as in a browser. It draws one at a time.
type painter struct {
	vm   *goja.Runtime
	draw goja.Callable
}

// scripts are what a painter runs, compiled once: that takes 0.2 s.
var scripts = sync.OnceValues(func() (list []*goja.Program, err error) {
	for _, s := range []struct{ name, text string }{
		// ECharts asks for a clock to wait by; a still picture waits for nothing.
		{"clock", "globalThis.setTimeout = function () { return 0; }; globalThis.clearTimeout = function () {};"},
		{"echarts.min.js", echartsJS},
		{"dress.js", dressJS},
		{"picture", `(function (island, width, height) {
			var chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: width, height: height });
			try {
				chart.setOption(fewhands.dress(JSON.parse(island), fewhands.themes.light, width, height));
				return chart.renderToSVGString();
			} finally {
				chart.dispose();
			}
		})`},
	} {
		program, err := goja.Compile(s.name, s.text, false)
		if err != nil {
			return nil, err
		}
		list = append(list, program)
	}
	return list, nil
})

func newPainter() (*painter, error) {
	list, err := scripts()
	if err != nil {
		return nil, fmt.Errorf("draw charts: %w", err)
	}
	vm := goja.New()
	var last goja.Value
	for _, program := range list {
		if last, err = vm.RunProgram(program); err != nil {
			return nil, fmt.Errorf("draw charts: %w", err)
		}
	}
	draw, ok := goja.AssertFunction(last)
	if !ok {
		return nil, fmt.Errorf("draw charts: %s is no function", last)
	}
	return &painter{vm, draw}, nil
}

// svg is a chart as a document of its own. The same chart gives the same bytes.
func (p *painter) svg(c *chart) (string, error) {
	height, ok := heights[c.Size]
	if !ok {
		return "", fmt.Errorf("chart %s: no height is known for %q", c.ID, c.Size)
	}
	width := pictureWidth
	if c.Size == "square" {
		width = squareWidth
	}
	v, err := p.draw(goja.Undefined(), p.vm.ToValue(string(c.Data)), p.vm.ToValue(width), p.vm.ToValue(height))
	if err != nil {
		return "", fmt.Errorf("draw chart %s: %w", c.ID, err)
	}
	return slim(v.String()), nil
}

var (
	hoverStyle  = regexp.MustCompile(`(?s)<style ?>\s*<!\[CDATA\[.*?\]\]>\s*</style>\s*`)
	hoverClass  = regexp.MustCompile(` class="zr\d+-cls-\d+"| ecmeta_\w+="\w*"| pointer-events="[a-z]+"|font-family:system-ui, sans-serif;`)
	idNumber    = regexp.MustCompile(`((?:id="|url\(#|href="#)zr)\d+-`)
	coordinates = regexp.MustCompile(` (?:d|transform|points|x|y|x1|x2|y1|y2|width|height)="[^"]*"`)
	decimals    = regexp.MustCompile(`-?\d+\.\d+`)
)

// slim takes out what only a pointer would see, the number of the painter's chart, and digits below a tenth of a pixel.
func slim(svg string) string {
	svg = hoverStyle.ReplaceAllString(svg, "")
	svg = hoverClass.ReplaceAllString(svg, "")
	svg = idNumber.ReplaceAllString(svg, "$1-")
	svg = coordinates.ReplaceAllStringFunc(svg, func(attribute string) string {
		return decimals.ReplaceAllStringFunc(attribute, func(number string) string {
			v, err := strconv.ParseFloat(number, 64)
			if err != nil || strings.HasPrefix(attribute, " transform=\"matrix") {
				return number
			}
			return strconv.FormatFloat(math.Round(10*v)/10, 'f', -1, 64)
		})
	})
	return strings.Replace(svg, "<svg ", `<svg font-family="system-ui, sans-serif" `, 1)
}

// painters are as many as can work at once. Each takes some 30 MB, and is made when it is first needed.
type painters struct {
	free chan *painter
}

func newPainters() *painters {
	p := &painters{free: make(chan *painter, runtime.GOMAXPROCS(0))}
	for range cap(p.free) {
		p.free <- nil
	}
	return p
}

// draw gives charts their pictures.
func (p *painters) draw(list []chart) error {
	one := <-p.free
	defer func() { p.free <- one }()
	for i := range list {
		if len(list[i].Data) == 0 {
			continue
		}
		if one == nil {
			var err error
			if one, err = newPainter(); err != nil {
				return err
			}
		}
		svg, err := one.svg(&list[i])
		if err != nil {
			return err
		}
		list[i].Picture = inAttribute(svg)
	}
	return nil
}

// inAttribute is the attribute that makes an img show an SVG: a document that no script of the page can see, and that loads and runs
// nothing. Percent signs for few characters are shorter than base64.
func inAttribute(svg string) template.HTMLAttr {
	return template.HTMLAttr("src='data:image/svg+xml;charset=utf-8," + inData.Replace(svg) + "'")
}

var inData = strings.NewReplacer("%", "%25", "#", "%23", "'", "%27", "&", "%26", "<", "%3C", ">", "%3E", "\n", "", "\r", "", "\t", " ")
