package findings

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// roster is who is on call for a policy, at any level, as far as it is known: from one change to the next the same people.
type roster struct {
	changes []int64   // seconds since 1970, rising; the roster is known from the first until the last
	people  [][]int32 // from each change on
}

// at says who is on call at a second, and whether that is known.
func (r *roster) at(second int64) ([]int32, bool) {
	if r == nil || len(r.changes) == 0 {
		return nil, false
	}
	i, found := slices.BinarySearch(r.changes, second)
	if !found {
		i--
	}
	if i < 0 || i == len(r.changes)-1 {
		return nil, false
	}
	return r.people[i], true
}

type duty struct {
	begin, end int64
	person     int32
}

// readRosters reads the rosters by policy_id.
func readRosters(ctx context.Context, tx *sql.Tx) (map[int32]*roster, error) {
	const query = `
		SELECT
		    policies.policy_id,
		    on_call.person_id,
		    COALESCE((epoch_us(on_call.started_at) // 1000000)::BIGINT, -9223372036854775808),
		    COALESCE((epoch_us(on_call.ended_at) // 1000000)::BIGINT, 9223372036854775807)
		FROM facts.on_call AS on_call
		JOIN findings.policies AS policies ON policies.policy = on_call.policy
		ORDER BY policies.policy_id`
	rosters := map[int32]*roster{}
	var policy int32
	var duties []duty
	flush := func() {
		if len(duties) > 0 {
			rosters[policy] = newRoster(duties)
		}
		duties = duties[:0]
	}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		if p := row[0].(int32); p != policy {
			flush()
			policy = p
		}
		duties = append(duties, duty{row[2].(int64), row[3].(int64), row[1].(int32)})
		return nil
	})
	flush()
	return rosters, err
}

// newRoster cuts the duties of a policy where anybody comes or goes.
func newRoster(duties []duty) *roster {
	slices.SortFunc(duties, func(a, b duty) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(a.person, b.person))
	})
	r := &roster{}
	for _, d := range duties {
		r.changes = append(r.changes, d.begin, d.end)
	}
	slices.Sort(r.changes)
	r.changes = slices.Compact(r.changes)
	r.people = make([][]int32, len(r.changes))
	var now []duty
	next := 0
	for i, second := range r.changes {
		now = slices.DeleteFunc(now, func(d duty) bool { return d.end <= second })
		for next < len(duties) && duties[next].begin <= second {
			if duties[next].end > second {
				now = append(now, duties[next])
			}
			next++
		}
		for _, d := range now {
			if !slices.Contains(r.people[i], d.person) {
				r.people[i] = append(r.people[i], d.person)
			}
		}
		slices.Sort(r.people[i])
	}
	if last := len(r.changes) - 1; r.changes[last] == math.MaxInt64 {
		r.people[last] = nil // never reached
	}
	return r
}
