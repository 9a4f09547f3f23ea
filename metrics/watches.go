package metrics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// computeWatches writes facts.watches: one row per person and span of time on call, for all policies together, cut where an ISO week
// (UTC) begins and where the person's clock changes. is_backup: at level 2 or up, and not at level 1; spans of a person do not
// overlap. first_on and last_on are the local days of its first and last moment, NULL where the time zone is not known. From 26 weeks
// before the first kept week until the week of the as-of date; who always was on call was since then.
func computeWatches() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		people, r, err := readWatches(ctx, tx)
		if err != nil {
			return fmt.Errorf("read shifts: %w", err)
		}
		return sql.CreateMade(ctx, tx, "facts.watches", `
			SELECT
			    person_id,
			    is_backup,
			    make_timestamptz(began) AS started_at,
			    make_timestamptz(ended) AS ended_at,
			    DATE '1970-01-01' + first_day AS first_on,
			    DATE '1970-01-01' + last_day AS last_on,
			    DATE '1970-01-01' + monday AS week
			FROM made`, sql.Made[watch]{
			Columns: []sql.Column{
				{Name: "person_id", Type: sql.Integer}, {Name: "is_backup", Type: sql.Boolean}, {Name: "began", Type: sql.BigInt},
				{Name: "ended", Type: sql.BigInt}, {Name: "monday", Type: sql.Integer}, {Name: "first_day", Type: sql.Integer},
				{Name: "last_day", Type: sql.Integer},
			},
			Next: eachOf(people, r.watches),
			Put: func(row *sql.MadeRow, w *watch) {
				row.Int32(w.person)
				row.Bool(w.isBackup)
				row.Int64(w.began)
				row.Int64(w.ended)
				row.Int32(mondayOf(w.began))
				if !w.isLocal {
					row.Null()
					row.Null()
					return
				}
				row.Int32(dayOf(w.began + w.offset))
				row.Int32(dayOf(w.ended - 1 + w.offset))
			},
		})
	}
}

// watch is a row of facts.watches. Moments are microseconds since 1970.
type watch struct {
	person               int32
	isBackup, isLocal    bool
	began, ended, offset int64
}

// watchReader knows what time is looked at, and everybody's clocks.
type watchReader struct {
	since, until int64
	clocks       map[int32][]clock
}

// watched is somebody who was on call, and the moments at which that changed.
type watched struct {
	person  int32
	moments []watchChange
}

// watchChange is by how many more shifts of level 1 and of others somebody is on call from a moment on.
type watchChange struct {
	moment          int64
	firsts, backups int32
}

func readWatches(ctx context.Context, tx *sql.Tx) ([]*watched, *watchReader, error) {
	r := &watchReader{}
	err := tx.QueryRow(ctx, `
		SELECT
		    epoch_us(date_trunc('week', as_of)::TIMESTAMP) - (weeks + 26) * 604800000000,
		    epoch_us(date_trunc('week', as_of)::TIMESTAMP)
		FROM staging.settings`).Scan(&r.since, &r.until)
	if err != nil {
		return nil, nil, err
	}
	if r.clocks, err = readClocks(ctx, tx); err != nil {
		return nil, nil, err
	}
	type ofOne struct {
		person, firsts int32
		began, ended   int64
	}
	var byPerson, people []*watched
	err = sql.Take(ctx, tx, "person_id, is_first, started_at?, ended_at?", `
		SELECT person_id, level = 1 AS is_first, started_at, ended_at
		FROM facts.on_call`,
		func(row []int64) ofOne {
			return ofOne{int32(row[0]), int32(row[1]), max(row[2], r.since), min(orNotYet(row[3]), r.until)}
		},
		func(some []ofOne) {
			for _, one := range some {
				if one.ended <= one.began {
					continue
				}
				byPerson = grown(byPerson, one.person+1)
				of := byPerson[one.person]
				if of == nil {
					of = &watched{person: one.person}
					byPerson[one.person] = of
					people = append(people, of)
				}
				of.moments = append(of.moments, watchChange{one.began, one.firsts, 1 - one.firsts}, watchChange{one.ended, -one.firsts, one.firsts - 1})
			}
		})
	return people, r, err
}

// watches goes through the moments of a person in order.
func (r *watchReader) watches(of *watched) (list []watch) {
	moments := of.moments
	for monday := r.since; monday < r.until; monday += 7 * day {
		moments = append(moments, watchChange{moment: monday})
	}
	clocks := r.clocks[of.person]
	for _, c := range clocks {
		moments = append(moments, watchChange{moment: c.since})
		if c.until != math.MaxInt64 {
			moments = append(moments, watchChange{moment: c.until})
		}
	}
	slices.SortFunc(moments, func(a, b watchChange) int { return cmp.Compare(a.moment, b.moment) })
	var firsts, backups int32
	for i, m := range moments {
		firsts += m.firsts
		backups += m.backups
		if firsts+backups == 0 || moments[i+1].moment == m.moment { // the last ends a shift
			continue
		}
		w := watch{person: of.person, isBackup: firsts == 0, began: m.moment, ended: moments[i+1].moment}
		for len(clocks) > 0 && clocks[0].until <= w.began {
			clocks = clocks[1:]
		}
		if len(clocks) > 0 && clocks[0].since <= w.began {
			w.isLocal, w.offset = true, clocks[0].offset
		}
		list = append(list, w)
	}
	of.moments = nil
	return list
}
