package metrics

import (
	"context"
	"fmt"
	"math"

	"github.com/fewhands/fewhands/sql"
)

// computeOnCall writes weekly.on_call: one row per policy, team or the whole organisation, person and ISO week in which the person was
// on call at level 1: seconds, those on call for two policies at once counted once, and the first day of them. What a service has
// is what its policy has; only one that has several policies is here itself. The weeks are the kept ones and the 12 before them. Higher
// levels are not here: they wait for the first one.
func computeOnCall() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var rotas []*rotaShifts
		if len(weeks) > 0 {
			since := weeks[0].UnixMicro() - (windowWeeks-1)*7*day
			if rotas, err = readRotaShifts(ctx, tx, since, weeks[len(weeks)-1].UnixMicro()+7*day); err != nil {
				return fmt.Errorf("read shifts: %w", err)
			}
		}
		return sql.CreateMade(ctx, tx, "weekly.on_call", `
			SELECT
			    places.scope,
			    places.entity,
			    made.person_id,
			    DATE '1970-01-01' + made.monday AS week,
			    DATE '1970-01-01' + made.first_day AS first_on,
			    made.seconds
			FROM made
			JOIN (SELECT DISTINCT place, scope, entity FROM (`+rotaPlaces+`)) AS places
			    ON places.place = made.place`, sql.Made[rotaWeek]{
			Columns: []sql.Column{
				{Name: "place", Type: sql.Integer}, {Name: "person_id", Type: sql.Integer}, {Name: "monday", Type: sql.Integer},
				{Name: "first_day", Type: sql.Integer}, {Name: "seconds", Type: sql.BigInt},
			},
			Next: eachOf(rotas, (*rotaShifts).weeks),
			Put: func(row *sql.MadeRow, w *rotaWeek) {
				row.Int32(w.of.place)
				row.Int32(w.of.person)
				row.Int32(mondayOf(w.began))
				row.Int32(dayOf(w.began))
				row.Int64(int64(math.RoundToEven(float64(w.time) / second)))
			},
		})
	}
}

// rotaWeek is a row of weekly.on_call.
type rotaWeek struct {
	of    *rotaShifts
	began int64 // the first moment on call in the week, in microseconds since 1970
	time  int64 // microseconds
}

// rotaShifts are the shifts at level 1 of a person in a place.
type rotaShifts struct {
	rotaSeat
	shifts []shift
}

// rotaSeat is a person in a place that has rotas: a policy, a service, a team or the organisation.
type rotaSeat struct{ place, person int32 }

// rotaPlaces numbers the places, and names those that a policy serves.
const rotaPlaces = `
	SELECT
	    policy,
	    scope,
	    entity,
	    (DENSE_RANK() OVER (ORDER BY scope, entity))::INTEGER AS place
	FROM weekly.rotas
	WHERE scope <> 'service'
	    OR policies > 1`

// weeks cuts the shifts where a week begins.
func (r *rotaShifts) weeks() (list []rotaWeek) {
	for _, s := range merged(r.shifts) {
		for s.begin < s.end {
			end := min(s.end, (int64(mondayOf(s.begin))+7)*day)
			if n := len(list); n > 0 && mondayOf(list[n-1].began) == mondayOf(s.begin) {
				list[n-1].time += end - s.begin
			} else {
				list = append(list, rotaWeek{r, s.begin, end - s.begin})
			}
			s.begin = end
		}
	}
	r.shifts = nil
	return list
}

// readRotaShifts reads what is on call from one moment until another, everywhere.
func readRotaShifts(ctx context.Context, tx *sql.Tx, since, until int64) (rotas []*rotaShifts, err error) {
	places := map[int32][]int32{} // by number of the policy: those it serves
	err = tx.Each(ctx, `
		SELECT
		    policies.policy_id,
		    rotas.place
		FROM (`+rotaPlaces+`) AS rotas
		JOIN facts.policies AS policies
		    ON policies.policy = rotas.policy`,
		func(row []sql.Value) error {
			policy := row[0].(int32)
			places[policy] = append(places[policy], row[1].(int32))
			return nil
		})
	if err != nil {
		return nil, err
	}
	bySeat := map[rotaSeat]*rotaShifts{}
	err = takeShifts(ctx, tx, "WHERE on_call.level = 1", func(of rota, one shift) {
		one = shift{max(one.begin, since), min(one.end, until)}
		if one.begin >= one.end {
			return
		}
		for _, place := range places[of.policy] {
			seat := bySeat[rotaSeat{place, of.person}]
			if seat == nil {
				seat = &rotaShifts{rotaSeat: rotaSeat{place, of.person}}
				bySeat[seat.rotaSeat] = seat
				rotas = append(rotas, seat)
			}
			seat.shifts = append(seat.shifts, one)
		}
	})
	return rotas, err
}
