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
	team    int32  // 0 where nobody owns the service
	policy  int32  // of the service; 0 where it has none
	created uint32 // seconds since 1970
	rank    int32  // of its wait, among all different ones
	week    uint16 // in which it was opened; 12 is the first kept one
}

// waitReader holds all acknowledged incidents of the kept weeks and the 12 before, and three counts to count them in.
type waitReader struct {
	weeks                int // kept ones
	waits                []wait
	entities             map[string]map[int32][]int32 // by scope and id: the top person of every kept week
	names                map[string]map[int32]string  // by scope and id: the entity
	shifts               *shifts
	all, onCall, offCall *fenwick
}

func (r *waitReader) name(scope string, id int32) string {
	if scope == "org" {
		return "organisation"
	}
	return r.names[scope][id]
}

func readWaits(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*waitReader, error) {
	r := &waitReader{weeks: len(weeks)}
	policies := map[string]int32{}
	steps := []func() error{
		func() error { return r.readWaits(ctx, tx, policies) },
		func() error { return r.readTops(ctx, tx) },
		func() (err error) { r.shifts, err = readShifts(ctx, tx, policies); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *waitReader) readWaits(ctx context.Context, tx *sql.Tx, policies map[string]int32) error {
	const query = `
		SELECT
		    COALESCE(incidents.service_id, 0),
		    COALESCE(incidents.team_id, 0),
		    COALESCE(services.policy, ''),
		    (epoch_us(incidents.created_at) // 1000000)::BIGINT,
		    greatest((epoch_us(incidents.acknowledged_at) - epoch_us(incidents.created_at)) // 1000000, 0)::BIGINT,
		    (incidents.week - kept.first) // 7 + 12
		FROM facts.incidents AS incidents
		CROSS JOIN (SELECT min(week) AS first, max(week) AS last FROM weekly.weeks) AS kept
		LEFT JOIN facts.services AS services
		    ON services.service_id = incidents.service_id
		WHERE incidents.acknowledged_at IS NOT NULL
		    AND incidents.week BETWEEN kept.first - 12 * 7 AND kept.last`
	var seconds []int64
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		policy := row[2].(string)
		if _, known := policies[policy]; !known && policy != "" {
			policies[policy] = int32(len(policies) + 1)
		}
		r.waits = append(r.waits, wait{
			service: row[0].(int32), team: row[1].(int32), policy: policies[policy], created: uint32(row[3].(int64)), week: uint16(row[5].(int64)),
		})
		seconds = append(seconds, row[4].(int64))
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
		r.waits[i].rank = int32(rank)
	}
	r.all, r.onCall, r.offCall = newFenwick(different), newFenwick(different), newFenwick(different)
	return nil
}

// readTops finds who responded most to every service and team, by kept week.
func (r *waitReader) readTops(ctx context.Context, tx *sql.Tx) error {
	r.entities = map[string]map[int32][]int32{"service": {}, "team": {}}
	r.names = map[string]map[int32]string{"service": {}, "team": {}}
	for scope := range r.names {
		names := fmt.Sprintf("SELECT %[1]s_id, %[1]s FROM facts.%[1]ss", scope)
		err := tx.Each(ctx, names, func(row []sql.Value) error {
			r.names[scope][row[0].(int32)] = row[1].(string)
			return nil
		})
		if err != nil {
			return err
		}
		tops := fmt.Sprintf(`
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
			    AND ranks.week >= kept.first`, scope)
		err = tx.Each(ctx, tops, func(row []sql.Value) error {
			id := row[0].(int32)
			if r.entities[scope][id] == nil {
				r.entities[scope][id] = make([]int32, r.weeks)
			}
			r.entities[scope][id][row[1].(int64)] = row[2].(int32)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
