package metrics

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// windowWeeks is the length of every trailing window.
const windowWeeks = 13

// wait is an acknowledged incident.
type wait struct {
	service int32  // 0 where it has none
	policy  int32  // of the service in PagerDuty; 0 where it has none
	created uint32 // seconds since 1970
	rank    int32  // of its wait, among all different ones
	week    uint16 // in which it was opened; 12 is the first kept one

	presence presence // of the top person of the window that it is in
}

// waitReader holds all acknowledged incidents of the kept weeks and the 12 before, in order of weeks.
type waitReader struct {
	weeks   int // kept ones
	waits   []wait
	scopes  []waitScope
	windows sync.Pool // of *moving
}

// waitScope are the places of one kind.
type waitScope struct {
	placeScope
	tops map[int32][]int32 // by place: the top person of every kept week; nil where nobody is looked for
}

func readWaits(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*waitReader, error) {
	r := &waitReader{weeks: len(weeks)}
	places, err := readPlaces(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		r.scopes = append(r.scopes, waitScope{placeScope: p})
	}
	different, err := r.readWaits(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range r.scopes {
		if err := r.readTops(ctx, tx, &r.scopes[i]); err != nil {
			return nil, err
		}
	}
	shifts, err := readShifts(ctx, tx, "WHERE on_call.person_id IN (SELECT top_person_id FROM weekly.spreads)")
	r.windows.New = func() any { return newMoving(different, shifts) }
	return r, err
}

// readWaits reads the incidents, and gives all different waits in order.
func (r *waitReader) readWaits(ctx context.Context, tx *sql.Tx) (different []int64, err error) {
	services, err := readServicePolicies(ctx, tx)
	if err != nil {
		return nil, err
	}
	const (
		// A wait is 68 years at most, to have room for it beside the second it began in.
		seconds = "least(greatest((epoch_us(incidents.acknowledged_at) - epoch_us(incidents.created_at)) // 1000000, 0), 2147483647)"
		from    = `
			FROM facts.incidents AS incidents
			CROSS JOIN (SELECT min(week) AS first, max(week) AS last FROM weekly.weeks) AS kept
			WHERE incidents.acknowledged_at IS NOT NULL
			    AND incidents.week BETWEEN kept.first - 12 * 7 AND kept.last`
	)
	var ranks waitRanks
	err = tx.Each(ctx, "SELECT DISTINCT "+seconds+" AS seconds"+from+" ORDER BY seconds", func(row []sql.Value) error {
		ranks.add(row[0].(int64))
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Two numbers of eight bytes are read in half the time of four of four: service and policy in one, when it was opened and how
	// long it waited in the other.
	query := `
		SELECT
		    COALESCE(incidents.service_id, 0)::BIGINT * 4294967296 + COALESCE(incidents.service_policy_id, 0),
		    (epoch_us(incidents.created_at) // 1000000) * 2147483648 + ` + seconds + `,
		    ((incidents.week - kept.first) // 7 + 12)::INTEGER` + from
	next, err := r.makeRoom(ctx, tx, "SELECT ((incidents.week - kept.first) // 7 + 12)::INTEGER AS week, count(*)"+from+" GROUP BY 1 ORDER BY 1")
	if err != nil {
		return nil, err
	}
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		where, when, week := row[0].(int64), row[1].(int64), row[2].(int32)
		one := wait{service: int32(where >> 32), created: uint32(when >> 31), week: uint16(week), rank: ranks.of(when & (1<<31 - 1))}
		if int(one.service) < len(services) {
			one.policy = services[one.service].policy
			if services[one.service].hasSeveral {
				one.policy = int32(where & (1<<32 - 1))
			}
		}
		r.waits[next[week]] = one
		next[week]++
		return nil
	})
	return ranks.values, err
}

// makeRoom makes room for the waits of every week, and finds where each begins.
func (r *waitReader) makeRoom(ctx context.Context, tx *sql.Tx, counts string) (next []int, err error) {
	next = make([]int, r.weeks+windowWeeks-1)
	sum := 0
	err = tx.Each(ctx, counts, func(row []sql.Value) error {
		next[row[0].(int32)] = sum
		sum += int(row[1].(int64))
		return nil
	})
	r.waits = make([]wait, sum)
	return next, err
}

// waitRanks are the places of all different waits.
type waitRanks struct {
	values []int64 // in order
	short  []int32 // by wait, of those under a day: most
}

func (r *waitRanks) add(seconds int64) {
	if seconds < 24*60*60 {
		r.short = grown(r.short, int32(seconds)+1)
		r.short[seconds] = int32(len(r.values))
	}
	r.values = append(r.values, seconds)
}

func (r *waitRanks) of(seconds int64) int32 {
	if seconds < int64(len(r.short)) {
		return r.short[seconds]
	}
	rank, _ := slices.BinarySearch(r.values, seconds)
	return int32(rank)
}

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
func (r *waitReader) readTops(ctx context.Context, tx *sql.Tx, scope *waitScope) error {
	if scope.name == "org" {
		return nil
	}
	scope.tops = map[int32][]int32{}
	query := fmt.Sprintf(`
		SELECT
		    entities.%[1]s_id,
		    (spreads.week - kept.first) // 7,
		    spreads.top_person_id
		FROM weekly.spreads AS spreads
		CROSS JOIN (SELECT min(week) AS first FROM weekly.weeks) AS kept
		JOIN weekly.series AS series
		    ON series.series_id = spreads.series_id
		JOIN facts.%[1]ss AS entities
		    ON entities.%[1]s = series.entity
		WHERE series.channel = 'pages'
		    AND series.scope = '%[1]s'`, scope.name)
	return tx.Each(ctx, query, func(row []sql.Value) error {
		id := row[0].(int32)
		if scope.tops[id] == nil {
			scope.tops[id] = make([]int32, r.weeks)
		}
		scope.tops[id][row[1].(int64)] = row[2].(int32)
		return nil
	})
}
