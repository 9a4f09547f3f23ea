package findings

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/sql"
)

// looksBack is how many weeks before the first kept one the drift test reads: the first kept week needs a baseline too.
const looksBack = 52

// drifter knows what all histories have in common.
type drifter struct {
	book    *book
	start   int64 // second of the Monday on which week 0 of the histories begins
	weeks   int   // of the histories
	names   [3]map[int32]string
	rotas   map[int32]*roster // by policy_id
	left    map[int32]int     // week in which a person left
	members map[string][]drift.Member
}

func (b *book) newDrifter(ctx context.Context, tx *sql.Tx) (*drifter, error) {
	start := b.weeks[0].AddDate(0, 0, -7*looksBack)
	d := &drifter{
		book: b, start: start.Unix(), weeks: looksBack + len(b.weeks), left: map[int32]int{}, members: map[string][]drift.Member{},
	}
	for rank, query := range []string{1: "SELECT service_id, service FROM facts.services", 2: "SELECT repo_id, repo FROM facts.repositories"} {
		d.names[rank] = map[int32]string{}
		if query == "" {
			continue
		}
		err := tx.Each(ctx, query, func(row []sql.Value) error {
			d.names[rank][row[0].(int32)] = row[1].(string)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	err := tx.Each(ctx, "SELECT person_id, left_on FROM facts.people WHERE left_on IS NOT NULL", func(row []sql.Value) error {
		d.left[row[0].(int32)] = d.week(row[1].(time.Time))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if d.rotas, err = readRosters(ctx, tx); err != nil {
		return nil, err
	}
	return d, d.readMembers(ctx, tx)
}

// week is the week of the histories that holds a day; it may lie outside them.
func (d *drifter) week(day time.Time) int {
	seconds := day.Unix() - d.start
	if seconds < 0 {
		return -1
	}
	return int(seconds / drift.Week)
}

// readMembers reads who could be expected to do work and when. A span of weekly.standing goes on for 13 weeks after what it
// is about.
func (d *drifter) readMembers(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT series.channel, series.scope, series.entity, standing.person_id, standing.since, standing.until
		FROM weekly.standing AS standing
		JOIN weekly.series AS series ON series.series_id = standing.series_id
		WHERE series.channel IN ('pages', 'tickets') AND series.scope = 'service'
		ORDER BY series.channel, series.entity, standing.person_id, standing.since`
	return tx.Each(ctx, query, func(row []sql.Value) error {
		person := row[3].(int32)
		m := drift.Member{Person: person, From: max(d.week(row[4].(time.Time)), 0), To: min(d.week(row[5].(time.Time))-12, d.weeks)}
		if left, ok := d.left[person]; ok {
			m.To = min(m.To, left+1)
		}
		if m.From < m.To {
			key := row[0].(string) + " " + row[1].(string) + " " + row[2].(string)
			d.members[key] = append(d.members[key], m)
		}
		return nil
	})
}
