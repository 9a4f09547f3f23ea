package reports

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// drawnCharts are one chart of each kind, with names as nobody should have them.
func drawnCharts(t *testing.T) []chart {
	t.Helper()
	weeks := make([]time.Time, 30)
	values := make([]*float64, len(weeks))
	for w := range weeks {
		weeks[w], values[w] = monday().AddDate(0, 0, 7*(w-len(weeks)+1)), new(float64(w%5)/5)
	}
	marks := []mark{{weeks[3], scriptName}, {weeks[20], funcName}}
	var list []chart
	add := func(id, size string, i island, c drawable) {
		t.Helper()
		data, err := i.marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, chart{ID: id, Size: size, Data: data})
	}
	i, c := linesChart(weeks, "share", []line{{Name: scriptName, Dash: "dashed", Values: values}}, marks...)
	add("lines", "", i, c)
	i, c = sharesChart(weeks, []band{{Name: scriptName, Values: values}, {Name: longName, Values: values}, {Name: "rest", Rest: true, Values: values}}, values, marks...)
	add("shares", "tall", i, c)
	i, c = coverageChart([]Removal{{Person: funcName, Coverage: 0.4}, {Person: scriptName, Coverage: 0.2}, {Person: "", Coverage: 0.1}})
	add("coverage", "bars", i, c)
	e := hostileEntity(weeks)
	for _, draw := range []func() (*chart, error){e.lorenzChart, e.pageHoursChart, e.nightsChart, e.flowsChart, e.foldersChart, e.dutiesChart, e.leaveChart} {
		c, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		if c == nil {
			t.Fatalf("after %s a chart has nothing to show", list[len(list)-1].ID)
		}
		list = append(list, *c)
	}
	return list
}

// hostileEntity is a team with everything that a chart can show, and with names as nobody should have them.
func hostileEntity(weeks []time.Time) entity {
	last := weeks[len(weeks)-1]
	e := entity{
		record: &record{scope: "team", key: "t", hours: &hours{0: {9: 3, 23: 1}, 6: {3: 12}}, nights: []night{{last.AddDate(0, 0, -100), 1}, {last, 3}}},
		name:   "t", work: pageWork, series: map[string][]*float64{}, counts: map[string][]*float64{}, coverage: coverage{},
		period: period{weeks: weeks, week: last, privacy: Privacy{known: &known{hours: map[string]bool{"team t": true}}}},
	}
	one := make([]*float64, len(weeks))
	for w := range one {
		one[w] = new(30.0)
	}
	e.series["gini"], e.series["active_truck_factor"], e.counts["eligible"] = one, one, one
	for i, name := range []string{scriptName, funcName, longName, "{a|b}", "", "__proto__", "constructor", "<b>", "&amp;", "' onload=alert(1) '", scriptName, "\u202Eabc", "%s%n"} {
		n := int64(20 - i)
		e.duties = append(e.duties, duty{id: int64(i), person: name, name: name, seconds: n * 3600, responses: n})
		e.folders = append(e.folders, folder{name + "/x/", n, n / 2, 0}, folder{name + "/" + name + "/", n, 0, 0})
		e.leavers = append(e.leavers, &leaver{id: int32(i), name: name, shares: map[string]float64{"pages": 0.2, "code": 0.5}, after: map[string]int64{}, last: map[string]bool{"code": i == 0}})
		for s, service := range []string{scriptName, funcName, name} {
			e.flows = append(e.flows, flow{service: service, title: service, id: int64(i), person: name, name: name, responses: int64(s) + 1})
		}
	}
	return e
}

func TestPicturesAreTheSameWhateverWasDrawnBefore(t *testing.T) {
	list := drawnCharts(t)
	first, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	second, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.svg(&list[1]); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		one, err := first.svg(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		two, err := second.svg(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		if one != two {
			t.Errorf("%s: two pictures of one chart differ", list[i].ID)
		}
		if len(one) > 40_000 {
			t.Errorf("%s: a picture of %d bytes", list[i].ID, len(one))
		}
	}
}

// TestNamesInAPictureAreText also proves that a picture is well-formed, has nothing that runs, and loads nothing.
func TestNamesInAPictureAreText(t *testing.T) {
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range drawnCharts(t) {
		svg, err := p.svg(&c)
		if err != nil {
			t.Fatal(err)
		}
		shapes := 0
		for tokens := xml.NewDecoder(strings.NewReader(svg)); ; {
			token, err := tokens.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", c.ID, err, svg)
			}
			element, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			switch element.Name.Local {
			case "path", "text", "rect", "polyline":
				shapes++
			case "svg", "g", "clipPath", "defs", "pattern", "circle", "tspan", "use":
			default:
				t.Errorf("%s: a picture has a %s", c.ID, element.Name.Local)
			}
			for _, a := range element.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Errorf("%s: a picture has %s=%q", c.ID, a.Name.Local, a.Value)
				}
			}
		}
		if shapes < 10 {
			t.Errorf("%s: nothing is drawn: %s", c.ID, svg)
		}
	}
}

func TestAPictureCannotLeaveItsAttribute(t *testing.T) {
	got := string(inAttribute(`<text a="1">'><script>alert(1)</script>&amp;#x27; 100 %</text>` + "\n"))
	if n := strings.Count(got, "'"); n != 2 || !strings.HasSuffix(got, "'") || strings.ContainsAny(got, "<>&#\n") {
		t.Errorf("%s", got)
	}
}

func TestEveryBoxHasAHeightForItsPicture(t *testing.T) {
	for _, c := range drawnCharts(t) {
		if _, ok := heights[c.Size]; !ok {
			t.Errorf("%q has none", c.Size)
		}
	}
}
