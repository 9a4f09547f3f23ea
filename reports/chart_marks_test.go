package reports

import (
	"strings"
	"testing"
	"time"
)

func TestWhatWasChangedIsALineInTheWeekOfItsDay(t *testing.T) {
	weeks := []time.Time{monday().AddDate(0, 0, -14), monday().AddDate(0, 0, -7), monday()}
	marks := []mark{
		{weeks[0].AddDate(0, 0, -1), "Before the first week"},
		{weeks[1].AddDate(0, 0, 6), "On a Sunday"},
		{weeks[2], "On a Monday"},
		{weeks[2].AddDate(0, 0, 3), "{a|b} again"},
		{weeks[2].AddDate(0, 0, 7), "After the last week"},
	}
	i, c := linesChart(weeks, "people", []line{{Name: "x", Dash: "solid", Values: []*float64{new(1.0), new(1.0), new(1.0)}}}, marks...)
	text, err := i.marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	want := `"data":[{"name":"On a Sunday","xAxis":"` + day(weeks[1]) + `"},{"name":"On a Monday; (a|b) again","xAxis":"` + day(weeks[2]) + `"}]`
	if !strings.Contains(string(text), want) {
		t.Errorf("%s\nwant %s", text, want)
	}
}

func TestChartsOfAServiceShowWhatItsTeamChanged(t *testing.T) {
	s := &site{marks: map[[2]string][]mark{
		{"team", "a"}:    {{monday(), "By the team"}},
		{"team", "b"}:    {{monday(), "By another team"}},
		{"service", "x"}: {{monday().AddDate(0, 0, -7), "By the service"}},
		{"service", "y"}: {{monday(), "By another service"}},
	}}
	team := &place{scope: "team", key: "a"}
	for _, check := range []struct {
		of   *place
		want string
	}{{&place{scope: "service", key: "x", team: team}, "By the service, By the team"}, {team, "By the team"}, {&place{scope: "service", key: "z"}, ""}} {
		var got []string
		for _, m := range s.marksOf(check.of) {
			got = append(got, m.What)
		}
		if strings.Join(got, ", ") != check.want {
			t.Errorf("%s %s shows %q, want %q", check.of.scope, check.of.key, got, check.want)
		}
	}
}
