package reports

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

func TestChartsNeverCarryWhatIsNoNumber(t *testing.T) {
	weeks := []time.Time{monday().AddDate(0, 0, -7), monday()}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		i, c := linesChart(weeks, "people", []line{{Name: "x", Dash: "solid", Values: []*float64{&bad, nil}}})
		text, err := i.marshal(c)
		if err == nil {
			t.Errorf("%v is drawn: %s", bad, text)
		}
	}
}

func TestMissingWeekIsAGapInAChart(t *testing.T) {
	weeks := []time.Time{monday().AddDate(0, 0, -21), monday().AddDate(0, 0, -14), monday().AddDate(0, 0, -7), monday()}
	i, c := linesChart(weeks, "people", []line{{Name: "x", Dash: "solid", Values: []*float64{nil, new(1.0), nil, new(0.0)}}})
	text, err := i.marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"data":[1,"-",0]`) {
		t.Errorf("%s", text)
	}
}

func TestPeopleOfOneNameAreTwoSeries(t *testing.T) {
	names := seriesNames{}
	got := []string{names.unique("Ana Lind"), names.unique("Ana Lind"), names.unique("{a|b}"), names.unique(longName)}
	want := []string{"Ana Lind", "Ana Lind (2)", "(a|b)", "Very long long long long long l…"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestBandsAddUpToEverything(t *testing.T) {
	var list []*carrier
	for i := range 20 {
		list = append(list, &carrier{id: int64(i), name: "p", shares: []float64{0.05, 0.05, 0.05}, total: 0.15})
	}
	list[19].shares[2], list[0].shares[2] = 0.1, 0 // who carries most today has a band, whatever was before
	all := bands(list, []*float64{new(0.05), nil, new(0.1)})
	if len(all) != mostBands+1 || !all[mostBands].Rest {
		t.Fatalf("%d bands", len(all))
	}
	for w, want := range []float64{1, 0, 1} {
		sum := 0.0
		for _, b := range all {
			if b.Values[w] != nil {
				sum += *b.Values[w]
			}
		}
		if math.Abs(sum-want) > 1e-9 {
			t.Errorf("week %d adds up to %v, want %v", w, sum, want)
		}
	}
	if last := all[mostBands-1].Values[2]; last == nil || *last != 0.1 {
		t.Error("the one who carries most today has no band")
	}
}

func TestIslandsHaveNoFunctionsAndNoIDsByChance(t *testing.T) {
	draw := func() string {
		i, c := coverageChart([]Removal{{Person: funcName, Coverage: 0.4}, {Person: scriptName, Coverage: 0.2}})
		text, err := i.marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := draw()
	if first != draw() {
		t.Error("not the same twice")
	}
	var data map[string]any
	if err := json.Unmarshal([]byte(first), &data); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(first, "function") || strings.Contains(first, "<") {
		t.Errorf("%s", first)
	}
}
