package reports

import (
	"context"
	"fmt"
	"time"
)

// fewWeek is, as of a week, on how many services half of the work of 13 weeks came from how few people.
type fewWeek struct {
	week                            time.Time
	one, two, some, many, tooLittle int64
}

func (f fewWeek) few() int64     { return f.one + f.two }
func (f fewWeek) known() int64   { return f.one + f.two + f.some + f.many }
func (f fewWeek) unknown() int64 { return f.tooLittle }

// fewWeeks are the kept weeks, oldest first.
type fewWeeks []fewWeek

// fewByWeek counts the services by their people_for_half: of responses where there are enough to say, else of tickets, else of
// reliability commits, as the first page does.
func (s *site) fewByWeek(ctx context.Context) (fewWeeks, error) {
	rows, err := s.db.Query(ctx, `
		WITH services AS (
			SELECT s.service, w.week
			FROM facts.services AS s
			CROSS JOIN weekly.weeks AS w
			LEFT JOIN weekly.incidents AS i ON i.scope = 'service' AND i.entity = s.service AND i.week = w.week
			WHERE NOT s.is_deleted OR i.incidents > 0
		),
		halves AS (
			SELECT
				entity,
				week,
				COALESCE(
					MAX(CASE WHEN channel = 'pages' THEN value END),
					MAX(CASE WHEN channel = 'tickets' THEN value END),
					MAX(CASE WHEN channel = 'commits' THEN value END)
				) AS half
			FROM metrics.people_for_half
			WHERE scope = 'service' AND channel <> 'all'
			GROUP BY entity, week
		)
		SELECT
			services.week,
			COUNT(*) FILTER (WHERE half <= 1),
			COUNT(*) FILTER (WHERE half > 1 AND half <= 2),
			COUNT(*) FILTER (WHERE half > 2 AND half <= 5),
			COUNT(*) FILTER (WHERE half > 5),
			COUNT(*) FILTER (WHERE half IS NULL)
		FROM services
		LEFT JOIN halves ON halves.entity = services.service AND halves.week = services.week
		GROUP BY services.week
		ORDER BY services.week`)
	if err != nil {
		return nil, fmt.Errorf("count services of few people: %w", err)
	}
	defer rows.Close()
	var list fewWeeks
	for rows.Next() {
		var f fewWeek
		if err := rows.Scan(&f.week, &f.one, &f.two, &f.some, &f.many, &f.tooLittle); err != nil {
			return nil, fmt.Errorf("count services of few people: %w", err)
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// at is a week of the list; nothing known where it is not in it.
func (l fewWeeks) at(week time.Time) fewWeek {
	for _, f := range l {
		if f.week.Equal(week) {
			return f
		}
	}
	return fewWeek{}
}

// tile is the number of the headline.
func (l fewWeeks) tile(p period) leaderTile {
	t := leaderTile{ID: "few", Title: "Services of one or two people", Missing: true, Value: "Too little data"}
	now := l.at(p.week)
	if now.known() == 0 {
		return t
	}
	t.Missing, t.Value, t.Of = false, grouped(now.few()), "of "+counted(now.known(), "service", "services")
	t.Change = "A quarter before: too little data"
	if then, kept := p.ago(back); kept && l.at(then).known() > 0 {
		t.Change, t.Kind = countChanged(now.few(), l.at(then).few(), l.at(then).known())
	}
	return t
}

// fewFigure is how many people carry a service: bars of this quarter and the last, and a line over the kept weeks.
type fewFigure struct {
	Rows  []fewRow
	Line  *spark
	Top   string // the highest value of the line's scale
	From  string // the first and the last day of the line
	To    string
	First string // its first and last value
	Last  string
}

// fewRow is a quarter: the numbers, and the widths of their parts of the bar.
type fewRow struct {
	Name                            string
	One, Two, Some, Many, TooLittle string
	Parts                           []fewPart
}

// fewPart is a part of a bar, in per cent of its width.
type fewPart struct{ Class, Left, Width string }

func (l fewWeeks) figure(span span) *fewFigure {
	now := l.at(span.week)
	if now.known() == 0 {
		return nil
	}
	f := &fewFigure{Rows: []fewRow{now.row("This quarter")}}
	if then := l.at(span.then); span.HasBefore && then.known() > 0 {
		f.Rows = append(f.Rows, then.row("Last quarter"))
	}
	l.drawn(f)
	return f
}

// drawn adds the line of the share of few services over the last kept year.
func (l fewWeeks) drawn(f *fewFigure) {
	year := l[max(0, len(l)-53):]
	var values []*float64
	for _, w := range year {
		var v *float64
		if w.known() > 0 {
			v = new(float64(w.few()) / float64(w.known()))
		}
		values = append(values, v)
	}
	if f.Line = newSpark(values, 1, tenths); f.Line == nil {
		return
	}
	f.From, f.To = day(year[0].week), day(year[len(year)-1].week.AddDate(0, 0, 6))
	f.First, f.Last = tenths(values[0]), tenths(values[len(values)-1])
}

func (f fewWeek) row(name string) fewRow {
	r := fewRow{Name: name, One: grouped(f.one), Two: grouped(f.two), Some: grouped(f.some), Many: grouped(f.many), TooLittle: grouped(f.tooLittle)}
	all := float64(f.known() + f.unknown())
	left := 0.0
	for _, part := range []struct {
		class string
		n     int64
	}{{"one", f.one}, {"two", f.two}, {"some", f.some}, {"many", f.many}, {"unknown", f.tooLittle}} {
		if part.n == 0 {
			continue
		}
		width := 100 * float64(part.n) / all
		r.Parts = append(r.Parts, fewPart{part.class, coordinate(left), coordinate(width)})
		left += width
	}
	return r
}
