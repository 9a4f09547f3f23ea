package reports

import (
	"fmt"

	"github.com/fewhands/fewhands/metrics"
)

// channelsOf is one entity through each kind of work: its pages, then tickets, reliability commits and all of them together.
func (e entity) channelsOf() []entity {
	return []entity{e, e.of(ticketWork), e.of(fixWork), e.of(allWork)}
}

// isAbsent tells whether nothing of this kind of work is on record up to the last kept week.
func (e entity) isAbsent() bool {
	n := len(e.period.weeks) - 1
	return n < 0 || e.counts["items"][n] == nil
}

// channelsTable is one picture across pages, tickets and commits: who could do the work, and how few did, side by side. A
// channel that is not there says why: that it is not configured is not that nobody does it.
func (s *site) channelsTable(id string, list []entity) *table {
	t := table{
		ID:      id,
		Caption: "The 13 weeks that end with the week of " + day(s.period.week) + ". Bold: one person, or a share in a band of its threshold.",
		Columns: []column{
			{Title: "Work"}, {"Items", true}, {"People for half, of eligible", true}, {"Share of the top person", true},
			{"Effective number of people", true}, {"Participation", true}, {"Overlap with last quarter's top", true}, {"Data used", true},
		},
	}
	for _, e := range list {
		name := cell{Text: e.work.title, Header: true}
		if e.isAbsent() {
			name.Flag = s.whyAbsent(e.work)
			row := []cell{name}
			for range t.Columns[1:] {
				row = append(row, numberCell(metrics.NoValue, nil))
			}
			t.Rows = append(t.Rows, row)
			continue
		}
		n := len(s.period.weeks) - 1
		number := func(metric string) cell {
			m, _ := metrics.Find(metric)
			v := e.series[metric][n]
			return metricCell(metric, bare(m, v), v)
		}
		half := number("people_for_half")
		if eligible := e.counts["eligible"][n]; e.series["people_for_half"][n] != nil && eligible != nil {
			half.Text += " of " + grouped(int64(*eligible))
		}
		items := wholeCell(e.counts["items"][n])
		if e.work.name == allWork.name { // shares of several kinds of work have no number of items
			items = numberCell("", nil)
		}
		used := e.coverage.percentUsed(e.work.name)
		t.Rows = append(t.Rows, []cell{
			name, items, half, number("top_share"), number("effective_people"), number("participation"), plain(number("incumbency")),
			numberCell(tenths(used), used),
		})
	}
	return &t
}

// whyAbsent says why there is nothing of a kind of work.
func (s *site) whyAbsent(work channel) string {
	if work.kind != "" && !s.hasSource(work.kind) {
		return "not configured"
	}
	return work.absent
}

// hasSource tells whether a kind of source has ever been read, or is seen to have been.
func (s *site) hasSource(kind string) bool {
	for _, src := range s.sources {
		if src.kind == kind {
			return true
		}
	}
	return kind == fixWork.kind && len(s.repos) > 0
}

// workSection is who does one more kind of work; false where there is nothing of it.
func (s *site) workSection(e entity, base string) (section, []file, error) {
	if e.isAbsent() {
		return section{}, nil, nil
	}
	carriers := e.carriers[e.work.name]
	carried, err := chartsOf(func() (*chart, error) { return e.carriedChart(carriers) })
	if err != nil {
		return section{}, nil, err
	}
	few, err := chartsOf(e.workChart)
	if err != nil {
		return section{}, nil, err
	}
	var files []file
	if !s.opts.Privacy.hidesTeam() {
		files = []file{{fmt.Sprintf("%s.%s.csv", base, e.work.name), "who " + e.work.gave + " the " + e.work.items + ", by week", e.carriersCSV(carriers)}}
	}
	for i := range carried {
		carried[i].CSV = files[0].Name
	}
	for i := range few {
		few[i].CSV = base + ".csv"
	}
	about := "By who resolved them. Eligible is everyone in the owning team, and everyone who worked on its tickets lately."
	if e.work.name == fixWork.name {
		about = "Commits that name a reliability ticket or an incident, revert or fix in haste, or touch alerts, runbooks, deployment and the like."
	}
	return section{
		ID: e.work.name, Title: map[string]string{"tickets": "Who resolves the tickets", "commits": "Who writes the reliability commits"}[e.work.name],
		About: about + " Small lines are the kept weeks, from zero.", First: carried,
		Tiles: e.tiles(named("people_for_half", "effective_people", "participation", "top_share")), Charts: few,
	}, files, nil
}
