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
	rosters []shift // by policy: from the first time somebody is on call to the last
}

type rota struct{ person, policy int32 }

// shift is a time from a moment until before another, in microseconds since 1970.
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

// at tells whether a person is on call for a policy at a moment.
func (r *shiftReader) at(person, policy int32, moment int64) presence {
	if who := (rota{person, policy}); who != r.last {
		r.last, r.known, r.spans = who, shift{}, r.shifts.spans[who]
		if int(policy) < len(r.shifts.rosters) {
			r.known = r.shifts.rosters[policy]
		}
	}
	if moment < r.known.begin || moment >= r.known.end { // also where no roster is known: that is nothing
		return unknown
	}
	next, _ := slices.BinarySearchFunc(r.spans, moment+1, func(s shift, t int64) int { return cmp.Compare(s.begin, t) })
	if next > 0 && moment < r.spans[next-1].end {
		return onCall
	}
	return offCall
}

// readShifts reads the rosters, and the shifts; only those for which a condition holds, such as "WHERE person_id = 1".
func readShifts(ctx context.Context, tx *sql.Tx, condition string) (*shifts, error) {
	s := &shifts{spans: map[rota][]shift{}}
	err := tx.Each(ctx, `
		SELECT
		    policies.policy_id,
		    min(COALESCE(epoch_us(on_call.started_at), -9223372036854775808)),
		    max(COALESCE(epoch_us(on_call.ended_at), 9223372036854775807))
		FROM facts.on_call AS on_call
		JOIN facts.policies AS policies
		    ON policies.policy = on_call.policy
		GROUP BY
		    policies.policy_id`, func(row []sql.Value) error {
		policy := row[0].(int32)
		s.rosters = grown(s.rosters, policy+1)
		s.rosters[policy] = shift{row[1].(int64), row[2].(int64)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = takeShifts(ctx, tx, condition, func(of rota, one shift) { s.spans[of] = append(s.spans[of], one) })
	for key, spans := range s.spans {
		s.spans[key] = merged(spans)
	}
	return s, err
}

// takeShifts calls fn with every shift for which a condition holds, one at a time.
func takeShifts(ctx context.Context, tx *sql.Tx, condition string, fn func(of rota, one shift)) error {
	type ofOne struct {
		rota
		shift
	}
	return sql.Take(ctx, tx, "who, began, ended", `
		SELECT
		    on_call.person_id::BIGINT * 4294967296 + policies.policy_id AS who,
		    COALESCE(epoch_us(on_call.started_at), -9223372036854775808) AS began,
		    COALESCE(epoch_us(on_call.ended_at), 9223372036854775807) AS ended
		FROM facts.on_call AS on_call
		JOIN facts.policies AS policies
		    ON policies.policy = on_call.policy
		`+condition,
		func(row []int64) ofOne { return ofOne{rota{upper(row[0]), lower(row[0])}, shift{row[1], row[2]}} },
		func(some []ofOne) {
			for _, one := range some {
				fn(one.rota, one.shift)
			}
		})
}

// merged are spans in order of time, those that overlap or touch, as of several levels, made one.
func merged(spans []shift) []shift {
	slices.SortFunc(spans, func(a, b shift) int { return cmp.Compare(a.begin, b.begin) })
	last := 0
	for _, one := range spans[1:] {
		if one.begin <= spans[last].end {
			spans[last].end = max(spans[last].end, one.end)
			continue
		}
		last++
		spans[last] = one
	}
	return spans[:last+1]
}
