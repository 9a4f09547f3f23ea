package reports

import (
	"context"
	"errors"
	"fmt"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// mostLeftPlaces is of how many services and repositories an own page says what would be left: those in which most would be missing.
const mostLeftPlaces = 20

// readLeavings reads what would be left without each person, by person_id.
func readLeavings(ctx context.Context, db *sql.DB) (map[int64]metrics.Leaving, error) {
	situation, err := metrics.ReadSituation(ctx, db)
	if errors.Is(err, metrics.ErrNotBuilt) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read who does the work: %w", err)
	}
	leavings := map[int64]metrics.Leaving{}
	for _, l := range situation.Leavings() {
		leavings[int64(l.Person)] = l
	}
	return leavings, nil
}

// leaveSection says on somebody's own page what would be left without them, in counts: of the others nobody is named, and
// nobody's load is told. There is none where they have no part in anything.
func (one *individual) leaveSection(l metrics.Leaving) section {
	if len(l.Places) == 0 || one.leftOn != nil {
		return section{}
	}
	t := &table{
		ID: "leave-table",
		Caption: "Your part in the 13 weeks up to now, and what would be left without you. The last column is how much of your part would fall on " +
			"one other person, if it fell on them all by what they did so far. Bold: nobody else is left.",
		Columns: []column{{Title: "Where"}, {Title: "What"}, {"You", true}, {"Of all", true}, {"Your share", true}, {"Others left", true}, {"Most that falls on one", true}},
		Tall:    len(l.Places) > 8,
	}
	for _, p := range l.Places[:min(mostLeftPlaces, len(l.Places))] {
		row := func(what string, yours, all int64) []cell {
			share := float64(yours) / float64(all)
			return []cell{nameCell(p.Name, ""), {Text: what}, countCell(&yours), countCell(&all), numberCell(tenths(&share), &share)}
		}
		for _, w := range p.Works {
			others := int64(w.Others)
			count := countCell(&others)
			if w.IsLast {
				count.Marked, count.Flag = true, "nobody else is left"
			}
			most := numberCell("nobody", nil)
			if w.Others > 0 {
				most = numberCell(tenths(&w.Most), &w.Most)
			}
			t.Rows = append(t.Rows, append(row(leftWork[w.Channel], w.Items, w.All), count, most))
		}
		if c := p.Code; c != nil {
			count := numberCell(metrics.NoValue, nil)
			if c.IsLast {
				count.Marked, count.Flag = true, "over half of the files would have no active author"
			}
			t.Rows = append(t.Rows, append(row("files as an author", c.Authored, c.Files), count, numberCell(metrics.NoValue, nil)))
		}
	}
	about := "What a holiday, another team or another employer would mean, so that you can plan it, and let go of some of it before. "
	switch n := l.Alone(); n {
	case 0:
		about += "Nothing rests on you alone."
	default:
		about += fmt.Sprintf("In %s some kind of work rests on you alone: worth a talk, a runbook and somebody beside you.", counted(int64(n), "service or repository", "services or repositories"))
	}
	if more := len(l.Places) - mostLeftPlaces; more > 0 {
		about += fmt.Sprintf(" The %d where most would be missing are here; %s %s smaller.", mostLeftPlaces, counted(int64(more), "other", "others"), map[bool]string{true: "is", false: "are"}[more == 1])
	}
	return section{ID: "leave", Title: "If you were away", About: about, Table: t}
}

var leftWork = map[string]string{"pages": "responses", "tickets": "reliability tickets resolved", "commits": "commits"}
