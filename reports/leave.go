package reports

import (
	"context"
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// leaver is one of the people who carry most of a service or team, and what their leaving would mean.
type leaver struct {
	id     int32
	name   string
	shares map[string]float64  // by channel; of code, of files
	after  map[string]int64    // people left by channel; of code, the active truck factor
	last   map[string]bool     // nobody active is left
	heirs  map[string][]string // by channel
}

// readLeavers reads them, those with the largest share first; nobody where only counts are told.
func (p period) readLeavers(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if p.privacy.hidesTeam() {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT r.entity, r.person_id, p.person, p.name, r.channel, r.share, r.people_after, r.is_last
		FROM findings.removals AS r
		JOIN facts.people AS p ON p.person_id = r.person_id
		WHERE r.scope = $1 AND r.entity BETWEEN $2 AND $3
		ORDER BY r.entity, r.rank, r.channel`, scope, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int32
		var key, person, name, channel string
		var share float64
		var after int64
		var isLast bool
		if err := rows.Scan(&key, &id, &person, &name, &channel, &share, &after, &isLast); err != nil {
			return err
		}
		r := at(key)
		if len(r.leavers) == 0 || r.leavers[len(r.leavers)-1].id != id {
			r.leavers = append(r.leavers, &leaver{id: id, name: p.privacy.teamName(person, name), shares: map[string]float64{}, after: map[string]int64{}, last: map[string]bool{}, heirs: map[string][]string{}})
		}
		l := r.leavers[len(r.leavers)-1]
		l.shares[channel], l.after[channel], l.last[channel] = share, after, isLast
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return p.readHeirs(ctx, db, scope, from, to, at)
}

func (p period) readHeirs(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	rows, err := db.Query(ctx, `
		SELECT h.entity, h.person_id, h.channel, p.person, p.name, h.share
		FROM findings.heirs AS h
		JOIN facts.people AS p ON p.person_id = h.heir_id
		WHERE h.scope = $1 AND h.entity BETWEEN $2 AND $3
		ORDER BY h.entity, h.person_id, h.channel, h.rank`, scope, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int32
		var key, channel, person, name string
		var share float64
		if err := rows.Scan(&key, &id, &channel, &person, &name, &share); err != nil {
			return err
		}
		for _, l := range at(key).leavers {
			if l.id == id {
				l.heirs[channel] = append(l.heirs[channel], shorten(shown(p.privacy.teamName(person, name)), 40)+" "+tenths(&share))
			}
		}
	}
	return rows.Err()
}

// leaveTable says of the people who carry most what would be lost, and on whom it would fall; nil where nobody carries any.
func (e entity) leaveTable() *table {
	if len(e.leavers) == 0 {
		return nil
	}
	t := &table{
		ID: "leave-table",
		Caption: "If one of those who carry most leaves, by the 13 weeks that end with the week of " + day(e.period.week) + ": their share, and on " +
			"whom it falls by past shares. Bold: nobody active is left.",
		Columns: []column{{Title: "Who leaves"}},
	}
	channels := []struct{ name, title, none string }{
		{"pages", "Responses", "no responder left"}, {"tickets", "Tickets", "no resolver left"},
		{"commits", "Reliability commits", ""}, {"code", "Files as an author", "over half of the files without an active author"},
	}
	for _, c := range channels {
		t.Columns = append(t.Columns, column{c.title, true})
	}
	t.Columns = append(t.Columns, column{Title: "On whom the responses fall"}, column{Title: "On whom the tickets fall"})
	for _, l := range e.leavers {
		row := []cell{{Text: shown(l.name), Header: true, Name: true}}
		for _, c := range channels {
			share, has := l.shares[c.name]
			if !has {
				row = append(row, numberCell(metrics.NoValue, nil))
				continue
			}
			cell := numberCell(tenths(&share), &share)
			if l.last[c.name] && c.none != "" {
				cell.Marked, cell.Flag = true, c.none
			}
			row = append(row, cell)
		}
		for _, channel := range []string{"pages", "tickets"} {
			text := strings.Join(l.heirs[channel], ", ")
			if _, has := l.shares[channel]; text == "" && has {
				text = "nobody"
			}
			row = append(row, cell{Text: text})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// leaveSection is what the leaving of any one person would mean, in numbers of services and teams; nothing where none is known.
func (s *site) leaveSection(ctx context.Context) ([]section, error) {
	rows, err := s.db.Query(ctx, `
		SELECT
			scope,
			COUNT(*),
			COUNT(last_responders), COUNT(*) FILTER (WHERE last_responders > 0),
			COUNT(last_resolvers), COUNT(*) FILTER (WHERE last_resolvers > 0),
			COUNT(last_authors), COUNT(*) FILTER (WHERE last_authors > 0),
			COUNT(*) FILTER (WHERE last_people > 0)
		FROM findings.departures
		GROUP BY scope
		ORDER BY scope`)
	if err != nil {
		return nil, fmt.Errorf("read what leaving means: %w", err)
	}
	defer rows.Close()
	t := &table{
		ID: "leave-table", Caption: "How many would be left with nobody active of a kind, if one person left. As of the week of " + day(s.period.week) + ".",
		Columns: []column{
			{Title: "Kind"}, {"Without a responder, of those with enough incidents", true}, {"Without a resolver, of those with enough tickets", true},
			{"Over half of the files without an author, of those with code", true}, {"Any of these, of all", true},
		},
	}
	var bars []bar
	var text []string
	for rows.Next() {
		var scope string
		var n [8]int64
		if err := rows.Scan(&scope, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7]); err != nil {
			return nil, err
		}
		row := []cell{{Text: upper(scope) + "s", Header: true}}
		for _, pair := range [][2]int64{{n[2], n[1]}, {n[4], n[3]}, {n[6], n[5]}, {n[7], n[0]}} {
			c := numberCell(fmt.Sprintf("%s of %s", grouped(pair[0]), grouped(pair[1])), float(&pair[0]))
			c.Marked = pair[0] > 0
			row = append(row, c)
		}
		t.Rows = append(t.Rows, row)
		for _, kind := range []struct {
			name, says string
			hit, of    int64
		}{{"no responder", "without a responder", n[2], n[1]}, {"no resolver", "without a resolver", n[4], n[3]}, {"no authors", "with over half of the files without an author", n[6], n[5]}} {
			if kind.of > 0 {
				bars = append(bars, bar{upper(scope) + "s: " + kind.name, kind.hit, kind.of})
			}
			if kind.of > 0 && scope == "service" {
				text = append(text, fmt.Sprintf("%s of %s %s", grouped(kind.hit), grouped(kind.of), kind.says))
			}
		}
	}
	if err := rows.Err(); err != nil || len(t.Rows) == 0 {
		return nil, err
	}
	charts, err := chartsOf(func() (*chart, error) { return leaveBars(bars, text, *t) })
	if err != nil {
		return nil, err
	}
	if len(charts) > 0 {
		t = nil // it is in the chart
	}
	return []section{{
		ID: "leave", Title: "If people leave", Table: t, Charts: charts,
		About: "How often one person stands between a service or a team and nobody. Only counts are here" +
			s.opts.Privacy.whereNames("teams and services"),
	}}, nil
}
