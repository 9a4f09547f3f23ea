package metrics

import (
	"cmp"
	"context"
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

// readShifts reads the rosters, and the shifts of whoever responded most somewhere in a kept week.
func readShifts(ctx context.Context, tx *sql.Tx) (*shifts, error) {
	const shiftsOf = `
		SELECT
		    policies.policy_id,
		    on_call.person_id,
		    COALESCE((epoch_us(on_call.started_at) // 1000000)::BIGINT, -9223372036854775808) AS begin,
		    COALESCE((epoch_us(on_call.ended_at) // 1000000)::BIGINT, 9223372036854775807) AS "end"
		FROM facts.on_call AS on_call
		JOIN facts.policies AS policies
		    ON policies.policy = on_call.policy`
	s := &shifts{spans: map[rota][]shift{}, rosters: map[int32]shift{}}
	err := tx.Each(ctx, `SELECT policy_id, min(begin), max("end") FROM (`+shiftsOf+`) GROUP BY policy_id`, func(row []sql.Value) error {
		s.rosters[row[0].(int32)] = shift{row[1].(int64), row[2].(int64)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	const query = shiftsOf + `
		WHERE on_call.person_id IN (SELECT top_person_id FROM weekly.spreads)
		ORDER BY policy_id, person_id, begin`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		key, one := rota{row[1].(int32), row[0].(int32)}, shift{row[2].(int64), row[3].(int64)}
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
