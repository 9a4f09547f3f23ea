package reports

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/metrics"
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

// What a team changed stands on the pages of its services once for each change, with a link to where the numbers before and after it are.
func TestPagesOfServicesLeadToWhatTheirTeamChanged(t *testing.T) {
	of := func(scope, key, metric, what string) metrics.Effect {
		return metrics.Effect{Scope: scope, Entity: key, Metric: metric, What: what, HappenedOn: monday(), Verdict: metrics.VerdictUnclear}
	}
	s := &site{effects: []metrics.Effect{
		of("team", "a", "top_share", "By the team"), of("team", "a", "people_for_half", "By the team"), of("team", "b", "top_share", "By another team"),
		of("service", "x", "top_share", "By the service"),
	}}
	team := &place{scope: "team", key: "a", name: "Team A"}
	for _, check := range []struct {
		of    *place
		own   int
		links []string
	}{
		{&place{scope: "service", key: "x", team: team}, 1, []string{day(monday()) + ": By the team, ../" + team.file() + "#changed-title"}},
		{&place{scope: "service", key: "y", team: team}, 0, []string{day(monday()) + ": By the team, ../" + team.file() + "#changed-title"}},
		{team, 2, nil},
	} {
		changed := s.changedSection(check.of)
		if len(changed) != 1 {
			t.Fatalf("%s has %d sections", check.of.key, len(changed))
		}
		own, links := 0, []string(nil)
		if changed[0].Table != nil {
			own = len(changed[0].Table.Rows)
		}
		for _, list := range changed[0].Tables {
			for _, row := range list.Rows {
				links = append(links, row[0].Text+", "+row[1].Href)
			}
		}
		if own != check.own || !slices.Equal(links, check.links) {
			t.Errorf("%s has %d rows of its own and links %q, want %d and %q", check.of.key, own, links, check.own, check.links)
		}
	}
	if list := s.changedSection(&place{scope: "service", key: "z"}); len(list) > 0 {
		t.Errorf("a service of no team has %+v", list)
	}
}
