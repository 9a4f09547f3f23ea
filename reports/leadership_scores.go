package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// leaderFigures are the numbers of the scorecard that leaders see, by channel or alone. The file has all.
var leaderFigures = []struct{ name, of, title string }{
	{"pages_people_for_half", "pages_eligible", "Half of responses by"},
	{"tickets_people_for_half", "tickets_eligible", "Half of tickets by"},
	{"commits_people_for_half", "commits_eligible", "Half of commits by"},
	{"off_call_response_share", "", "Responses off call"},
	{"sleep_pages", "", "Pages in sleeping hours"},
	{"people_over_norm", "", "People over a norm"},
	{"findings", "", "Findings"},
}

// How many rows of the scorecard the two pages have room for.
const (
	mostTeams    = 7
	mostServices = 4
)

// scoreGroup are the teams, or the services, of the scorecard that fit on the page.
type scoreGroup struct {
	Title string
	Rows  [][]cell
}

// ScoreColumns are the heads of the scorecard.
func (p leadershipPage) ScoreColumns() []string {
	var list []string
	for _, f := range leaderFigures {
		list = append(list, f.title)
	}
	return list
}

// leaderScores are the teams and the services of the scorecard that fit on the page, those with most findings first.
func leaderScores(card scorecard) []scoreGroup {
	var groups []scoreGroup
	for _, part := range []struct {
		scope string
		most  int
		what  things
	}{{"team", mostTeams, things{"team", "teams"}}, {"service", mostServices, servicesOf}} {
		var rows []score
		for _, row := range card.Rows {
			if row.Scope == part.scope {
				rows = append(rows, row)
			}
		}
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, worstFirst)
		n := int64(len(rows))
		group := scoreGroup{Title: upper(part.what.every(n, n)) + ", those with most findings first"}
		switch {
		case n == 1:
			group.Title = upper(part.what.every(n, n))
		case len(rows) > part.most:
			group.Title = fmt.Sprintf("The %d of %s with most findings", part.most, counted(n, part.what.one, part.what.many))
		}
		for _, row := range rows[:min(part.most, len(rows))] {
			group.Rows = append(group.Rows, row.cells())
		}
		groups = append(groups, group)
	}
	return groups
}

// worstFirst puts what has most findings first, of these what fewest people carry.
func worstFirst(a, b score) int {
	number := func(s score, name string, otherwise float64) float64 {
		if v := s.Figures[name].Now; v != nil {
			return *v
		}
		return otherwise
	}
	return cmp.Or(
		cmp.Compare(number(b, "findings", 0), number(a, "findings", 0)),
		cmp.Compare(number(a, "pages_people_for_half", 1e9), number(b, "pages_people_for_half", 1e9)),
		cmp.Compare(number(b, "pages_eligible", 0), number(a, "pages_eligible", 0)),
	)
}

func (s score) cells() []cell {
	name := nameCell(s.Name, s.Scope+"s/"+keySlug(s.Entity)+".html")
	name.Text = shorten(name.Text, 28)
	row := []cell{name}
	for _, f := range leaderFigures {
		row = append(row, s.cell(f.name, f.of))
	}
	return row
}

// cell is a number of this quarter, and that of the quarter before where it was another.
func (s score) cell(name, of string) cell {
	i := slices.IndexFunc(scoreFigures, func(f scoreFigure) bool { return f.Name == name })
	m := metrics.Metric{Unit: scoreFigures[i].Unit, Better: scoreFigures[i].Better}
	one := s.Figures[name]
	c := numberCell(bareScore(m, one.Now), one.Now)
	if one.IsWithheld {
		c.Text = "withheld"
		return c
	}
	if one.Now == nil {
		return c
	}
	if all := s.Figures[of].Now; all != nil {
		c.Text += " of " + grouped(int64(*all))
	}
	if one.Before == nil {
		return c
	}
	before := bareScore(m, one.Before)
	if before == bareScore(m, one.Now) {
		return c
	}
	c.Was = "was " + before
	return c
}

func bareScore(m metrics.Metric, v *float64) string {
	if m.Unit == metrics.Share {
		return strings.Replace(m.Format(v), " %", "\u00a0%", 1)
	}
	text, _ := split(m.Format(v))
	return text
}
