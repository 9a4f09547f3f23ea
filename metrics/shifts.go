package metrics

import (
	"cmp"
	"context"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// shifts are who is on call for a policy, at any level, as far as it is known.
type shifts struct {
	seats   []seats // by policy
	rosters []shift // by policy: from the first time somebody is on call to the last
	count   int     // of seats
}

type rota struct{ person, policy int32 }

// seats are the spans of everybody who has a part in something, in order of person.
type seats []seat

type seat struct {
	person, number int32
	spans          []shift // in order of time
}

// of is the seat of a person, nil where they have none.
func (s seats) of(person int32) *seat {
	from, until := 0, len(s)
	for from < until {
		if middle := (from + until) / 2; s[middle].person < person {
			from = middle + 1
		} else {
			until = middle
		}
	}
	if from == len(s) || s[from].person != person {
		return nil
	}
	return &s[from]
}

// add adds a seat, which has a person of its own.
func (s *shifts) add(of rota, spans []shift) {
	s.seats = grown(s.seats, of.policy+1)
	at, _ := slices.BinarySearchFunc(s.seats[of.policy], of.person, func(s seat, person int32) int { return cmp.Compare(s.person, person) })
	s.seats[of.policy] = slices.Insert(s.seats[of.policy], at, seat{of.person, int32(s.count), merged(spans)})
	s.count++
}

// shift is a time from a moment until before another, in microseconds since 1970.
type shift struct{ begin, end int64 }

// presence is whether somebody was on call.
type presence uint8

const (
	unknown presence = iota // no roster is known of the time
	onCall
	offCall
)

// shiftReader looks shifts up. What is asked for is mostly not long after what was asked for before: of every seat it remembers how many
// spans had begun then.
type shiftReader struct {
	shifts *shifts
	begun  []int32 // by number of the seat
}

func newShiftReader(shifts *shifts) *shiftReader {
	return &shiftReader{shifts, make([]int32, shifts.count)}
}

// at tells whether a person is on call for a policy at a moment.
func (r *shiftReader) at(person, policy int32, moment int64) presence {
	if int(policy) >= len(r.shifts.rosters) {
		return unknown
	}
	if known := &r.shifts.rosters[policy]; moment < known.begin || moment >= known.end { // also where no roster is known: that is nothing
		return unknown
	}
	if int(policy) >= len(r.shifts.seats) {
		return offCall
	}
	of := r.shifts.seats[policy].of(person)
	if of == nil {
		return offCall
	}
	if begun := of.begun(int(r.begun[of.number]), moment); begun > 0 {
		r.begun[of.number] = int32(begun)
		if moment < of.spans[begun-1].end {
			return onCall
		}
	}
	return offCall
}

// begun is how many of the spans have begun by a moment; near so many, as it may be.
func (s *seat) begun(near int, moment int64) int {
	if near > 0 && s.spans[near-1].begin <= moment {
		if near == len(s.spans) || s.spans[near].begin > moment {
			return near
		}
		if near+1 == len(s.spans) || s.spans[near+1].begin > moment {
			return near + 1
		}
	}
	begun, _ := slices.BinarySearchFunc(s.spans, moment+1, func(s shift, t int64) int { return cmp.Compare(s.begin, t) })
	return begun
}

// readShifts reads the rosters, and the shifts; only those for which a condition holds, such as "WHERE person_id = 1".
func readShifts(ctx context.Context, tx *sql.Tx, condition string) (*shifts, error) {
	s := &shifts{}
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
	spans := map[rota][]shift{}
	err = takeShifts(ctx, tx, condition, func(of rota, one shift) { spans[of] = append(spans[of], one) })
	for of, spans := range spans {
		s.add(of, spans)
	}
	return s, err
}

// takeShifts calls fn with every shift for which a condition holds, one at a time.
func takeShifts(ctx context.Context, tx *sql.Tx, condition string, fn func(of rota, one shift)) error {
	type ofOne struct {
		rota
		shift
	}
	return sql.Take(ctx, tx, "person_id, policy_id, started_at?, ended_at?", `
		SELECT on_call.person_id, policies.policy_id, on_call.started_at, on_call.ended_at
		FROM facts.on_call AS on_call
		JOIN facts.policies AS policies
		    ON policies.policy = on_call.policy
		`+condition,
		func(row []int64) ofOne {
			return ofOne{rota{int32(row[0]), int32(row[1])}, shift{row[2], orNotYet(row[3])}}
		},
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
