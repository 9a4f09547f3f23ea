package metrics

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/fewhands/fewhands/sql"
)

const (
	windowWeeks = 13 // the length of every trailing window
	weekSeconds = 7 * 24 * 60 * 60
)

// wait is an acknowledged incident.
type wait struct {
	service int32  // 0 where it has none
	policy  int32  // of the service in PagerDuty; 0 where it has none
	created uint32 // seconds since 1970
	seconds int32  // that it waited: 68 years at most
}

// waitReader holds all acknowledged incidents of the kept weeks and the 12 before, in the order in which they were opened.
type waitReader struct {
	weeks   int    // kept ones
	first   uint32 // when the first of the 12 before began, in seconds since 1970
	waits   []wait
	scopes  []waitScope
	windows sync.Pool // of *moving

	sorting sync.WaitGroup // of the waits, while other things are read
	room    []wait         // for as many more: where they were before they were sorted
}

// waitScope are the places of one kind.
type waitScope struct {
	placeScope
	tops [][]int32 // by place: the top person of every kept week; nil where nobody is looked for
}

func readWaits(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*waitReader, error) {
	r := &waitReader{weeks: len(weeks), first: uint32(weeks[0].Unix() - (windowWeeks-1)*weekSeconds)}
	places, err := readPlaces(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		r.scopes = append(r.scopes, waitScope{placeScope: p})
	}
	if err := r.readWaits(ctx, tx, weeks); err != nil {
		return nil, err
	}
	for i := range r.scopes {
		if err := r.readTops(ctx, tx, &r.scopes[i], weeks[0]); err != nil {
			return nil, err
		}
	}
	shifts, err := readShifts(ctx, tx, fmt.Sprintf(`
		WHERE on_call.person_id IN (SELECT top_person_id FROM weekly.spreads)
		    AND COALESCE(epoch_us(on_call.ended_at), 9223372036854775807) > %d`, int64(r.first)*second))
	r.windows.New = func() any { return newMoving(shifts) }
	return r, err
}

// readWaits reads the incidents. They come in no order: they are kept as they come until it is known how many each week has.
func (r *waitReader) readWaits(ctx context.Context, tx *sql.Tx, weeks []time.Time) error {
	services, err := readServicePolicies(ctx, tx)
	if err != nil {
		return err
	}
	query := fmt.Sprintf(`
		FROM facts.incidents
		WHERE acknowledged_at IS NOT NULL
		    AND week BETWEEN %s - 12 * 7 AND %s`, dateText(weeks[0]), dateText(weeks[len(weeks)-1]))
	var (
		most int
		next = make([]int, r.weeks+windowWeeks-1) // by week: how many, then where its next one goes
	)
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM facts.incidents").Scan(&most); err != nil {
		return err
	}
	arrived := make([]wait, 0, most)
	err = sql.Take(ctx, tx, "service_id?, service_policy_id?, created_at, acknowledged_at", query,
		func(row []int64) wait {
			one := wait{
				service: key(row[0]),
				created: uint32(row[2] / second),
				seconds: int32(min(max((row[3]-row[2])/second, 0), math.MaxInt32)),
			}
			if int(one.service) < len(services) {
				one.policy = services[one.service].policy
				if services[one.service].hasSeveral {
					one.policy = key(row[1])
				}
			}
			return one
		},
		func(some []wait) {
			for i := range some {
				next[r.weekOf(&some[i])]++
			}
			arrived = append(arrived, some...)
		})
	if err != nil {
		return err
	}
	sum := 0
	for week, n := range next {
		next[week] = sum
		sum += n
	}
	r.sorting.Go(func() {
		r.waits = make([]wait, sum)
		for i := range arrived {
			week := r.weekOf(&arrived[i])
			r.waits[next[week]] = arrived[i]
			next[week]++
		}
		// Where they lay is room for the sorting, and then for those of a scope.
		s, begin := digitSorter[wait]{number: func(w *wait) uint32 { return w.created }, other: arrived}, 0
		for _, end := range next {
			s.sort(r.waits[begin:end])
			begin = end
		}
		r.room = arrived
	})
	return nil
}

// weekOf is the week in which a wait began; 12 is the first kept one.
func (r *waitReader) weekOf(w *wait) int { return int((w.created - r.first) / weekSeconds) }

// dateText is a day as SQL has it.
func dateText(day time.Time) string { return day.Format("DATE '2006-01-02'") }

// servicePolicy is the policy of a service in PagerDuty; where it has several, the one of the incident's own part of it counts.
type servicePolicy struct {
	policy     int32 // 0 where it has none
	hasSeveral bool
}

// readServicePolicies reads those of all services, by number.
func readServicePolicies(ctx context.Context, tx *sql.Tx) (services []servicePolicy, err error) {
	err = tx.Each(ctx, `
		SELECT parts.service_id, count(DISTINCT policies.policy_id) > 1, min(policies.policy_id)
		FROM facts.pagerduty_services AS parts
		JOIN facts.policies AS policies
		    ON policies.policy = parts.policy
		WHERE parts.service_id IS NOT NULL
		GROUP BY parts.service_id`, func(row []sql.Value) error {
		services = grown(services, row[0].(int32)+1)
		services[row[0].(int32)] = servicePolicy{row[2].(int32), row[1].(bool)}
		return nil
	})
	return services, err
}

// readTops finds who responded most to every entity of a scope, by kept week. Of the whole organisation nobody knows.
func (r *waitReader) readTops(ctx context.Context, tx *sql.Tx, scope *waitScope, first time.Time) error {
	if scope.name == "org" {
		return nil
	}
	scope.tops = make([][]int32, len(scope.entities))
	query := fmt.Sprintf(`
		SELECT
		    entities.%[1]s_id AS entity_id,
		    spreads.week - %[2]s AS day,
		    spreads.top_person_id
		FROM weekly.spreads AS spreads
		JOIN weekly.series AS series
		    ON series.series_id = spreads.series_id
		JOIN facts.%[1]ss AS entities
		    ON entities.%[1]s = series.entity
		WHERE series.channel = 'pages'
		    AND series.scope = '%[1]s'`, scope.name, dateText(first))
	type topOf struct{ entity, week, person int32 }
	return sql.Take(ctx, tx, "entity_id, day, top_person_id", query,
		func(row []int64) topOf { return topOf{int32(row[0]), int32(row[1] / 7), int32(row[2])} },
		func(some []topOf) {
			for _, one := range some {
				if scope.tops[one.entity] == nil {
					scope.tops[one.entity] = make([]int32, r.weeks)
				}
				scope.tops[one.entity][one.week] = one.person
			}
		})
}
