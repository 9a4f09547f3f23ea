package metrics

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// readHappenings reads what happened in the kept weeks and the 12 before.
func readHappenings(ctx context.Context, tx *sql.Tx, weeks []time.Time) ([]happeningScope, error) {
	names, err := readPlaces(ctx, tx)
	if err != nil {
		return nil, err
	}
	r := &happeningReader{weeks: len(weeks), before: int32(weeks[0].Unix()/(24*60*60)) - 7*(windowWeeks-1)}
	if err := r.makeRoom(ctx, tx); err != nil {
		return nil, err
	}
	if err := r.read(ctx, tx); err != nil {
		return nil, err
	}
	var scopes []happeningScope
	for _, s := range names {
		scope := happeningScope{s, make([]happeningPlace, len(s.entities))}
		for i := range scope.places {
			scope.places[i].firstOn = noDay
		}
		for service := range r.services {
			if place := s.placeOf(int32(service)); place != 0 {
				scope.places[place].add(r.weeks, &r.services[service])
			}
		}
		scopes = append(scopes, scope)
	}
	return scopes, nil
}

// happeningReader counts what happened to every service.
type happeningReader struct {
	weeks    int
	before   int32            // the Monday of the first week that counts, in days since 1970
	services []happeningPlace // by service; 0 is what belongs to none
	mu       sync.Mutex       // of their first days
}

// makeRoom makes room for the counts of every service.
func (r *happeningReader) makeRoom(ctx context.Context, tx *sql.Tx) error {
	var last int32
	err := tx.QueryRow(ctx, `
		SELECT COALESCE(max(service_id), 0)
		FROM (
		    SELECT max(service_id) AS service_id FROM facts.incidents
		    UNION ALL SELECT max(service_id) FROM facts.pages
		    UNION ALL SELECT max(service_id) FROM facts.responses
		)`).Scan(&last)
	if err != nil {
		return err
	}
	r.services = make([]happeningPlace, last+1)
	for i := range r.services {
		r.services[i].firstOn = noDay
		r.services[i].reach(r.weeks)
	}
	return nil
}

func (r *happeningReader) read(ctx context.Context, tx *sql.Tx) error {
	at := func(name string) int { return slices.Index(happenings, name) }
	err := r.take(ctx, tx, at("incidents"), "place, also, opened, reassigned, escalated", `
		SELECT
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + ((week - DATE '1970-01-01')::BIGINT & 4294967295) AS place,
		    8 * COALESCE(has_runbook, FALSE)::BIGINT + 16 * COALESCE(is_unnamed, FALSE)::BIGINT AS also,
		    (created_on - DATE '1970-01-01')::BIGINT AS opened,
		    COALESCE(reassignments, 0)::BIGINT AS reassigned,
		    COALESCE(escalations, 0)::BIGINT AS escalated
		FROM facts.incidents
		WHERE created_on IS NOT NULL`)
	if err != nil {
		return err
	}
	err = r.take(ctx, tx, at("pages"), "place, also", `
		SELECT
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + ((week - DATE '1970-01-01')::BIGINT & 4294967295) AS place,
		    2 * (team_id IS NULL)::BIGINT + 4 * (person_id IS NOT NULL)::BIGINT + 8 * (local_at IS NOT NULL)::BIGINT AS also
		FROM facts.pages`)
	if err != nil {
		return err
	}
	return r.take(ctx, tx, at("responses"), "place, also", `
		SELECT
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + ((week - DATE '1970-01-01')::BIGINT & 4294967295) AS place,
		    2 * (is_on_call IS NOT NULL)::BIGINT + 4 * COALESCE(NOT is_on_call, FALSE)::BIGINT
		        + 8 * (is_cross_team IS NOT NULL)::BIGINT + 16 * COALESCE(is_cross_team, FALSE)::BIGINT AS also
		FROM facts.responses`)
}

// take counts what a query gives, which is of the kind that is counted at kind. All processors count at once.
func (r *happeningReader) take(ctx context.Context, tx *sql.Tx, kind int, columns, query string) error {
	return sql.Take(ctx, tx, columns, query,
		func(row []int64) struct{} {
			r.count(kind, row)
			return struct{}{}
		},
		func([]struct{}) {})
}

// count counts a row: service and Monday of the week in days since 1970; the counts that it is beside its own kind, a bit each from
// that on; and of an incident the day on which it was opened, and how many more it is of the two next ones.
func (r *happeningReader) count(kind int, row []int64) {
	place := &r.services[upper(row[0])]
	if kind == 0 {
		r.began(place, int32(row[2]))
	}
	monday := lower(row[0])
	week := int(monday-r.before) / 7
	if monday < r.before || week >= r.weeks+windowWeeks-1 {
		return
	}
	own := place.of(r.weeks, week)[kind:]
	atomic.AddInt32(&own[0], 1)
	for i, n := range row[min(3, len(row)):] {
		if n > 0 {
			atomic.AddInt32(&own[1+i], int32(n))
		}
	}
	for i := 1; row[1]>>i != 0; i++ {
		if row[1]>>i&1 != 0 {
			atomic.AddInt32(&own[i], 1)
		}
	}
}

// began notes a day on which an incident was opened. Few are before all that are known of their service.
func (r *happeningReader) began(place *happeningPlace, day int32) {
	if atomic.LoadInt32(&place.firstOn) <= day {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if day < place.firstOn {
		atomic.StoreInt32(&place.firstOn, day)
	}
}
