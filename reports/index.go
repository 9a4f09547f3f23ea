package reports

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/fewhands/fewhands/metrics"
)

// indexPage is the organisation: counts only, no names of people.
type indexPage struct {
	Headline headline
	Work     []tile
	Code     []tile
	Charts   []chart
	Table    table
	CSV      string
}

func (s *site) index(ctx context.Context) (indexPage, error) {
	page := indexPage{Headline: orgHeadline(s.repos), CSV: "repositories.csv"}
	if err := s.write(page.CSV, repositoriesCSV(s.repos)); err != nil {
		return page, err
	}
	if len(s.repos) == 0 {
		return page, nil
	}
	org, err := s.period.entity(ctx, s.db, "org", "organisation")
	if err != nil {
		return page, err
	}
	page.Work, page.Code = org.tiles("commits"), org.tiles("code")
	if err := s.write("organisation.csv", metricsCSV(org.all, false)); err != nil {
		return page, err
	}
	charts, err := chartsOf(org.workChart, org.codeChart)
	if err != nil {
		return page, err
	}
	for i := range charts {
		charts[i].CSV = "organisation.csv"
	}
	page.Charts = charts
	page.Table, err = s.repositoriesTable(ctx)
	return page, err
}

func (s *site) repositoriesTable(ctx context.Context) (table, error) {
	covers, err := s.period.coverages(ctx, s.db, "repo", "")
	if err != nil {
		return table{}, err
	}
	t := table{
		ID:       "repositories",
		Caption:  "Repositories as of the week of " + day(s.period.week) + ". " + marking,
		Sortable: true,
		Columns: []column{
			{Title: "Repository"}, {"Truck factor", true}, {"Active truck factor", true}, {"People for half, of eligible", true},
			{"Share of the top person", true}, {"Knowledge islands", true}, {"Code of departed authors", true}, {"Commits", true},
			{"Last commit", true}, {"Commits used", true}, {"Files used", true},
		},
	}
	for _, r := range s.repos {
		name := nameCell(r.Repo, "repos/"+slug(r.Repo)+".html")
		name.Text = shorten(name.Text, 40)
		name.Flag = strings.Join(append(r.Warnings, r.staleness(s.period)...), ". ")
		half := metricCell("people_for_half", optional(r.PeopleForHalf), float(r.PeopleForHalf))
		if r.PeopleForHalf != nil {
			half.Text += " of " + optional(r.EligiblePeople)
		}
		last := cell{Text: metrics.NoValue, Numeric: true}
		if r.lastCommit != nil {
			last.Text, last.Sort = day(*r.lastCommit), strconv.FormatInt(r.lastCommit.Unix(), 10)
		}
		c := covers[r.Repo]
		t.Rows = append(t.Rows, []cell{
			name,
			metricCell("truck_factor", optional(r.TruckFactor), float(r.TruckFactor)),
			metricCell("active_truck_factor", optional(r.ActiveTruckFactor), float(r.ActiveTruckFactor)),
			half,
			metricCell("top_share", tenths(r.TopShare), r.TopShare),
			metricCell("knowledge_islands", tenths(r.KnowledgeIslands), r.KnowledgeIslands),
			metricCell("departed_code_share", tenths(r.DepartedCodeShare), r.DepartedCodeShare),
			countCell(&r.Commits), last,
			numberCell(tenths(c.percentUsed("commits")), c.percentUsed("commits")),
			numberCell(tenths(c.percentUsed("code")), c.percentUsed("code")),
		})
	}
	return t, nil
}

// staleness says when a repository was not read lately, or has been quiet for long.
func (r Repo) staleness(p period) []string {
	var notes []string
	if !r.readAt.IsZero() && p.asOf.Sub(r.readAt) > 3*24*time.Hour {
		notes = append(notes, "Not read since "+day(r.readAt))
	}
	if r.lastCommit != nil && p.asOf.Sub(*r.lastCommit) > 180*24*time.Hour {
		notes = append(notes, "No commit for over 180 days")
	}
	return notes
}

// repositoriesCSV is the table of the first page, in exact numbers, and what Repo has beside it.
func repositoriesCSV(repos []Repo) []byte {
	s := newSheet(false, "repo", "rev", "date", "commits", "files", "authors", "truck_factor", "active_truck_factor", "people_for_half",
		"eligible_people", "top_share", "effective_people", "knowledge_islands", "departed_code_share", "week", "warnings")
	for _, r := range repos {
		s.row(r.Repo, text(r.Rev), number(text(r.Date)), number(wholeOrEmpty(&r.Commits)), number(wholeOrEmpty(r.Files)),
			number(wholeOrEmpty(r.Authors)), number(wholeOrEmpty(r.TruckFactor)), number(wholeOrEmpty(r.ActiveTruckFactor)),
			number(wholeOrEmpty(r.PeopleForHalf)), number(wholeOrEmpty(r.EligiblePeople)), number(exactOrEmpty(r.TopShare)),
			number(exactOrEmpty(r.EffectivePeople)), number(exactOrEmpty(r.KnowledgeIslands)), number(exactOrEmpty(r.DepartedCodeShare)),
			number(r.Week), strings.Join(r.Warnings, ". "))
	}
	return s.bytes()
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
