package metrics

import (
	"context"
	"math/bits"
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
	err := r.take(ctx, tx, "service_id?, week, has_runbook?, is_unnamed?, created_on, reassignments?, escalations?",
		"FROM facts.incidents WHERE created_on IS NOT NULL",
		func(row []int64) happening {
			return happening{
				counts: 1<<countIncidents | bit(countWithRunbook, row[2] == yes) | bit(countUnnamed, row[3] == yes),
				day:    int32(row[4]), reassignments: key(row[5]), escalations: key(row[6]),
			}
		})
	if err != nil {
		return err
	}
	err = r.take(ctx, tx, "service_id?, week, team_id?, person_id?, local_at?", "FROM facts.pages", func(row []int64) happening {
		return happening{
			counts: 1<<countPages | bit(countUnowned, row[2] == sql.Null) | bit(countNamed, row[3] != sql.Null) | bit(countLocal, row[4] != sql.Null),
			day:    noDay,
		}
	})
	if err != nil {
		return err
	}
	return r.take(ctx, tx, "service_id?, week, is_on_call?, is_cross_team?", "FROM facts.responses", func(row []int64) happening {
		return happening{
			counts: 1<<countResponses | bit(countRostered, row[2] != sql.Null) | bit(countOffCall, row[2] == no) |
				bit(countOwned, row[3] != sql.Null) | bit(countCrossTeam, row[3] == yes),
			day: noDay,
		}
	})
}

// happening is an incident, a page or a response.
type happening struct {
	service                    int32  // 0 where it belongs to none
	week                       int32  // of those that count; below 0 and above the last for others
	counts                     uint16 // those that it is one of, a bit each
	day                        int32  // on which an incident was opened, since 1970; noDay for others
	reassignments, escalations int32
}

// yes and no are what a BOOLEAN is in a row.
const (
	no  = 0
	yes = 1
)

func bit(count int, is bool) uint16 {
	if is {
		return 1 << count
	}
	return 0
}

// take counts what a query gives; its first two columns are the service and the Monday of the week.
func (r *happeningReader) take(ctx context.Context, tx *sql.Tx, columns, query string, one func(row []int64) happening) error {
	return sql.Take(ctx, tx, columns, query,
		func(row []int64) happening {
			h := one(row)
			h.service, h.week = key(row[0]), -1
			if monday := int32(row[1]); monday >= r.before {
				h.week = (monday - r.before) / 7
			}
			return h
		},
		func(some []happening) {
			for i := range some {
				r.count(&some[i])
			}
		})
}

func (r *happeningReader) count(h *happening) {
	place := &r.services[h.service]
	place.firstOn = min(place.firstOn, h.day)
	if h.week < 0 || int(h.week) >= r.weeks+windowWeeks-1 {
		return
	}
	own := place.of(int(h.week))
	for counts := h.counts; counts != 0; counts &= counts - 1 {
		own[bits.TrailingZeros16(counts)]++
	}
	if h.reassignments+h.escalations > 0 {
		own[countReassignments] += h.reassignments
		own[countEscalations] += h.escalations
	}
}
