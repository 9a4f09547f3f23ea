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
	policies, err := r.readEntities(ctx, tx)
	if err != nil {
		return nil, err
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
	shifts, err := readShifts(ctx, tx, policies)
	r.windows.New = func() any { return newMoving(different, shifts) }
	return r, err
}

// readEntities reads the places, and numbers the policies.
func (r *waitReader) readEntities(ctx context.Context, tx *sql.Tx) (policies map[string]int32, err error) {
	policies = map[string]int32{"": 0}
	err = tx.Each(ctx, "SELECT DISTINCT policy FROM facts.pagerduty_services WHERE policy IS NOT NULL ORDER BY policy", func(row []sql.Value) error {
		policies[row[0].(string)] = int32(len(policies))
		return nil
	})
	if err != nil {
		return nil, err
	}
	places, err := readPlaces(ctx, tx)
	for _, p := range places {
		r.scopes = append(r.scopes, waitScope{placeScope: p})
	}
	return policies, err
}

// readWaits reads the incidents, and gives all different waits in order. Where a service has several policies, the one of the incident's
// own part of it counts.
func (r *waitReader) readWaits(ctx context.Context, tx *sql.Tx) (different []int64, err error) {
	const query = `
		SELECT
		    COALESCE(services.service_id, 0),
		    (epoch_us(incidents.created_at) // 1000000)::UINTEGER,
		    greatest((epoch_us(incidents.acknowledged_at) - epoch_us(incidents.created_at)) // 1000000, 0)::BIGINT,
		    ((incidents.week - kept.first) // 7 + 12)::INTEGER,
		    COALESCE(policies.number, 0)
		FROM facts.incidents AS incidents
		CROSS JOIN (SELECT min(week) AS first, max(week) AS last FROM weekly.weeks) AS kept
		LEFT JOIN facts.services AS services
		    ON services.service_id = incidents.service_id
		LEFT JOIN (
		    SELECT service_id, min(policy) AS policy, count(DISTINCT policy) AS policies FROM facts.pagerduty_services GROUP BY service_id
		) AS parts
		    ON parts.service_id = incidents.service_id
		LEFT JOIN facts.policies AS own
		    ON own.policy_id = incidents.service_policy_id
		LEFT JOIN (
		    SELECT policy, dense_rank() OVER (ORDER BY policy)::INTEGER AS number FROM facts.pagerduty_services WHERE policy IS NOT NULL GROUP BY policy
		) AS policies
		    ON policies.policy = CASE WHEN parts.policies > 1 THEN own.policy ELSE parts.policy END
		WHERE incidents.acknowledged_at IS NOT NULL
		    AND incidents.week BETWEEN kept.first - 12 * 7 AND kept.last`
	var waits []wait
	var seconds []int64
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		waits = append(waits, wait{
			service: row[0].(int32), policy: row[4].(int32), created: row[1].(uint32), week: uint16(row[3].(int32)),
		})
		seconds = append(seconds, row[2].(int64))
		return nil
	})
	if err != nil {
		return nil, err
	}
	different = slices.Clone(seconds)
	slices.Sort(different)
	different = slices.Compact(different)
	for i, s := range seconds {
		rank, _ := slices.BinarySearch(different, s)
		waits[i].rank = int32(rank)
	}
	r.waits = byWeek(waits, r.weeks+windowWeeks-1, func(w *wait) int { return int(w.week) }).list
	return different, nil
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
