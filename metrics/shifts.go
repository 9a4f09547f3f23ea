package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// shifts are who is on call for a policy, at any level, as far as it is known.
type shifts struct {
	spans   map[rota][]shift
	rosters map[int32]shift // by policy: from the first time somebody is on call to the last
}

type rota struct{ person, policy int32 }

// shift is a time from a second until before another, since 1970.
type shift struct{ begin, end int64 }

// presence is whether somebody was on call.
type presence uint8

const (
	unknown presence = iota // no roster is known of the time
	onCall
	offCall
)

// shiftReader looks shifts up. It remembers whose it looked at last: what follows is mostly about the same person and policy.
type shiftReader struct {
	shifts *shifts
	last   rota
	known  shift
	spans  []shift
}

// at tells whether a person is on call for a policy at a second.
func (r *shiftReader) at(person, policy int32, second int64) presence {
	if who := (rota{person, policy}); who != r.last {
		r.last, r.known, r.spans = who, r.shifts.rosters[policy], r.shifts.spans[who]
	}
	if second < r.known.begin || second >= r.known.end { // also where no roster is known: that is nothing
		return unknown
	}
	next, _ := slices.BinarySearchFunc(r.spans, second+1, func(s shift, t int64) int { return cmp.Compare(s.begin, t) })
	if next > 0 && second < r.spans[next-1].end {
		return onCall
	}
	return offCall
}

// readShifts reads the shifts of whoever responded most somewhere in a kept week.
func readShifts(ctx context.Context, tx *sql.Tx) (*shifts, error) {
	const query = `
		SELECT
		    policies.policy_id,
		    person_id,
		    COALESCE((epoch_us(started_at) // 1000000)::BIGINT, -9223372036854775808),
		    COALESCE((epoch_us(ended_at) // 1000000)::BIGINT, 9223372036854775807),
		    person_id IN (SELECT top_person_id FROM weekly.spreads)
		FROM facts.on_call AS on_call
		JOIN facts.policies AS policies
		    ON policies.policy = on_call.policy
		ORDER BY policy_id, person_id, started_at NULLS FIRST`
	s := &shifts{spans: map[rota][]shift{}, rosters: map[int32]shift{}}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		policy := row[0].(int32)
		one := shift{row[2].(int64), row[3].(int64)}
		roster, ok := s.rosters[policy]
		if !ok {
			roster = shift{math.MaxInt64, math.MinInt64}
		}
		s.rosters[policy] = shift{min(roster.begin, one.begin), max(roster.end, one.end)}
		if !row[4].(bool) {
			return nil
		}
		key := rota{row[1].(int32), policy}
		spans := s.spans[key]
		if n := len(spans); n > 0 && one.begin <= spans[n-1].end { // of several levels
			spans[n-1].end = max(spans[n-1].end, one.end)
			return nil
		}
		s.spans[key] = append(spans, one)
		return nil
	})
	return s, err
}
