package metrics

import (
	"context"
	"fmt"
	"slices"
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
}

// waitReader holds all acknowledged incidents of the kept weeks and the 12 before, in order of weeks, and three counts of
// waits for whoever needs them.
type waitReader struct {
	weeks                int // kept ones
	waits                []wait
	scopes               []waitScope
	shifts               *shifts
	all, onCall, offCall *fenwick
}

// waitScope is what entities of one kind are called. They are numbered from 1.
type waitScope struct {
	name     string
	entities []string
	of       []int32           // by service: the entity it belongs to; 0 where there is none
	tops     map[int32][]int32 // by entity: the top person of every kept week; nil where nobody is looked for
}

func readWaits(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*waitReader, error) {
	r := &waitReader{weeks: len(weeks)}
	policies, err := r.readEntities(ctx, tx)
	if err != nil {
		return nil, err
	}
	if err := r.readWaits(ctx, tx, policies); err != nil {
		return nil, err
	}
	for i := range r.scopes {
		if err := r.readTops(ctx, tx, &r.scopes[i]); err != nil {
			return nil, err
		}
	}
	r.shifts, err = readShifts(ctx, tx, policies)
	return r, err
}

// readEntities finds which team every service has, and numbers the policies.
func (r *waitReader) readEntities(ctx context.Context, tx *sql.Tx) (policies map[string]int32, err error) {
	policies = map[string]int32{"": 0}
	err = tx.Each(ctx, "SELECT DISTINCT policy FROM facts.pagerduty_services WHERE policy IS NOT NULL ORDER BY policy", func(row []sql.Value) error {
		policies[row[0].(string)] = int32(len(policies))
		return nil
	})
	if err != nil {
		return nil, err
	}
	services, teams := waitScope{name: "service"}, waitScope{name: "team"}
	org := waitScope{name: "org", entities: []string{"", "organisation"}}
	err = tx.Each(ctx, "SELECT team_id, team FROM facts.teams ORDER BY team_id", func(row []sql.Value) error {
		teams.entities = append(grown(teams.entities, row[0].(int32)), row[1].(string))
		return nil
	})
	if err != nil {
		return nil, err
	}
	const query = `
		SELECT services.service_id, services.service, COALESCE(teams.team_id, 0)
		FROM facts.services AS services
		LEFT JOIN facts.teams AS teams
		    ON teams.team_id = services.team_id
		ORDER BY services.service_id`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		id := row[0].(int32)
		services.entities = append(grown(services.entities, id), row[1].(string))
		services.of = append(grown(services.of, id), id)
		teams.of = append(grown(teams.of, id), row[2].(int32))
		return nil
	})
	// Number 0 is no service and no team, also where there are none at all.
	services.of, teams.of = grown(services.of, 1), grown(teams.of, 1)
	services.entities, teams.entities = grown(services.entities, 1), grown(teams.entities, 1)
	for range services.of {
		org.of = append(org.of, 1)
	}
	r.scopes = []waitScope{services, teams, org}
	return policies, err
}

// grown is a list that is at least so long; what it lacked is zero.
func grown[T any](list []T, length int32) []T {
	if missing := int(length) - len(list); missing > 0 {
		list = append(list, make([]T, missing)...)
	}
	return list
}

// readWaits reads the incidents. Where a service has several policies, the one of the incident's own part of it counts.
func (r *waitReader) readWaits(ctx context.Context, tx *sql.Tx, policies map[string]int32) error {
	const query = `
		SELECT
		    COALESCE(services.service_id, 0),
		    (epoch_us(incidents.created_at) // 1000000)::UINTEGER,
		    greatest((epoch_us(incidents.acknowledged_at) - epoch_us(incidents.created_at)) // 1000000, 0)::BIGINT,
		    ((incidents.week - kept.first) // 7 + 12)::INTEGER,
		    COALESCE(CASE WHEN parts.policies > 1 THEN incidents.service_policy ELSE parts.policy END, '')
		FROM facts.incidents AS incidents
		CROSS JOIN (SELECT min(week) AS first, max(week) AS last FROM weekly.weeks) AS kept
		LEFT JOIN facts.services AS services
		    ON services.service_id = incidents.service_id
		LEFT JOIN (
		    SELECT service_id, min(policy) AS policy, count(DISTINCT policy) AS policies FROM facts.pagerduty_services GROUP BY service_id
		) AS parts
		    ON parts.service_id = incidents.service_id
		WHERE incidents.acknowledged_at IS NOT NULL
		    AND incidents.week BETWEEN kept.first - 12 * 7 AND kept.last`
	var waits []wait
	var seconds []int64
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		waits = append(waits, wait{
			service: row[0].(int32), policy: policies[row[4].(string)], created: row[1].(uint32), week: uint16(row[3].(int32)),
		})
		seconds = append(seconds, row[2].(int64))
		return nil
	})
	if err != nil {
		return err
	}
	different := slices.Clone(seconds)
	slices.Sort(different)
	different = slices.Compact(different)
	for i, s := range seconds {
		rank, _ := slices.BinarySearch(different, s)
		waits[i].rank = int32(rank)
	}
	r.waits = byWeek(waits, r.weeks+windowWeeks-1, func(w *wait) int { return int(w.week) }).list
	r.all, r.onCall, r.offCall = newFenwick(different), newFenwick(different), newFenwick(different)
	return nil
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
		    (ranks.week - kept.first) // 7,
		    ranks.person_id
		FROM weekly.ranks AS ranks
		CROSS JOIN (SELECT min(week) AS first FROM weekly.weeks) AS kept
		JOIN weekly.series AS series
		    ON series.series_id = ranks.series_id
		JOIN facts.%[1]ss AS entities
		    ON entities.%[1]s = series.entity
		WHERE series.channel = 'pages'
		    AND series.scope = '%[1]s'
		    AND ranks.rank = 1
		    AND ranks.week >= kept.first`, scope.name)
	return tx.Each(ctx, query, func(row []sql.Value) error {
		id := row[0].(int32)
		if scope.tops[id] == nil {
			scope.tops[id] = make([]int32, r.weeks)
		}
		scope.tops[id][row[1].(int64)] = row[2].(int32)
		return nil
	})
}
