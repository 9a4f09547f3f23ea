package metrics

import (
	"context"
	"slices"
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
	if err := r.read(ctx, tx); err != nil {
		return nil, err
	}
	var scopes []happeningScope
	for _, s := range names {
		scope := happeningScope{s, make([]happeningPlace, len(s.entities))}
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
}

// happened is an incident, a page or a response.
type happened struct {
	service, monday int32 // of its week, in days since 1970
	also            int32 // the counts that it is beside its own kind, a bit each from that on
	opened          int32 // the day of an incident
	more            [2]int32
}

func (r *happeningReader) read(ctx context.Context, tx *sql.Tx) error {
	at := func(name string) int { return slices.Index(happenings, name) }
	err := r.take(ctx, tx, at("incidents"), "place, also, opened, reassigned, escalated", `
		SELECT
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + (week - DATE '1970-01-01') AS place,
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
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + (week - DATE '1970-01-01') AS place,
		    2 * (team_id IS NULL)::BIGINT + 4 * (person_id IS NOT NULL)::BIGINT + 8 * (local_at IS NOT NULL)::BIGINT AS also
		FROM facts.pages`)
	if err != nil {
		return err
	}
	return r.take(ctx, tx, at("responses"), "place, also", `
		SELECT
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + (week - DATE '1970-01-01') AS place,
		    2 * (is_on_call IS NOT NULL)::BIGINT + 4 * COALESCE(NOT is_on_call, FALSE)::BIGINT
		        + 8 * (is_cross_team IS NOT NULL)::BIGINT + 16 * COALESCE(is_cross_team, FALSE)::BIGINT AS also
		FROM facts.responses`)
}

// take counts what a query gives, which is of the kind that is counted at kind.
func (r *happeningReader) take(ctx context.Context, tx *sql.Tx, kind int, columns, query string) error {
	return sql.Take(ctx, tx, columns, query,
		func(row []int64) happened {
			h := happened{service: upper(row[0]), monday: lower(row[0]), also: int32(row[1])}
			if len(row) > 2 {
				h.opened, h.more = int32(row[2]), [2]int32{int32(row[3]), int32(row[4])}
			}
			return h
		},
		func(some []happened) {
			for i := range some {
				r.count(kind, &some[i])
			}
		})
}

func (r *happeningReader) count(kind int, h *happened) {
	r.services = grown(r.services, h.service+1)
	place := &r.services[h.service]
	if kind == 0 {
		place.began(h.opened)
	}
	week := int(h.monday-r.before) / 7
	if h.monday < r.before || week >= r.weeks+windowWeeks-1 {
		return
	}
	own := place.of(r.weeks, week)[kind:]
	own[0]++
	for i, n := range h.more {
		own[1+i] += n
	}
	for i := 1; h.also>>i != 0; i++ {
		own[i] += h.also >> i & 1
	}
}
