package metrics

import (
	"context"
	"math"

	"github.com/fewhands/fewhands/sql"
)

// computeResponses writes facts.responses: one row per person and incident that the person responded to: acknowledged, joined, or
// resolved it, or did anything else to it after it was reassigned to them. Who was only assigned or paged did not respond; nor did
// who only left a note. To merge an incident into another is not to resolve it. responded_at is the person's first action on
// it, acknowledged_week and resolved_week are the weeks in which they first did these, action_set says which actions there were:
// see facts.action_sets. is_on_call tells whether the person was on call then, at any level of the policy of the service or the
// incident, by schedule or as a target of the policy; NULL where no roster is known of the time. is_cross_team tells whether the
// person was outside the team that owns the service; NULL where nobody owns it, the team has no members, or the person was deleted
// before we first looked: their team is not known. Bots and integrations are not here.
//
// In SQL tens of millions of acts are grouped by incident and person, and every response is joined with its incident, the shifts of
// the week and the team. Most incidents have one response: here it lies at the number of the incident.
func computeResponses() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		r, err := readResponses(ctx, tx)
		if err != nil {
			return err
		}
		const piece = 2048
		var pieces []int
		for begin := 0; begin < len(r.answers.first); begin += piece {
			pieces = append(pieces, begin)
		}
		return sql.CreateMade(ctx, tx, "facts.responses", `
			SELECT
			    incident_id,
			    service_id,
			    team_id,
			    person_id,
			    make_timestamptz(responded) AS responded_at,
			    action_set::SMALLINT AS action_set,
			    is_on_call,
			    is_cross_team,
			    DATE '1970-01-01' + acknowledged AS acknowledged_week,
			    DATE '1970-01-01' + resolved AS resolved_week,
			    DATE '1970-01-01' + day AS responded_on,
			    DATE '1970-01-01' + monday AS week
			FROM made`, sql.Made[responseRow]{
			Columns: responseColumns,
			Next:    eachOf(pieces, func(begin int) []responseRow { return r.responses(begin, begin+piece) }),
			Put:     func(row *sql.MadeRow, r *responseRow) { r.put(row) },
		})
	}
}

var responseColumns = []sql.Column{
	{Name: "incident_id", Type: sql.Integer}, {Name: "service_id", Type: sql.Integer}, {Name: "team_id", Type: sql.Integer},
	{Name: "person_id", Type: sql.Integer}, {Name: "responded", Type: sql.BigInt}, {Name: "action_set", Type: sql.Integer},
	{Name: "is_on_call", Type: sql.Boolean}, {Name: "is_cross_team", Type: sql.Boolean}, {Name: "acknowledged", Type: sql.Integer},
	{Name: "resolved", Type: sql.Integer}, {Name: "day", Type: sql.Integer}, {Name: "monday", Type: sql.Integer},
}

// responseRow is a row of facts.responses.
type responseRow struct {
	answer
	incident            int32
	service, team       int32 // 0 where there is none
	isOnCall            presence
	isOutside, isMember bool // of the team; neither where that is not known
}

func (r *responseRow) put(row *sql.MadeRow) {
	row.Int32(r.incident)
	row.Key(r.service)
	row.Key(r.team)
	row.Key(r.person)
	row.Int64(r.responded)
	row.Int32(int32(r.acts & actionSet))
	if r.isOnCall == unknown {
		row.Null()
	} else {
		row.Bool(r.isOnCall == onCall)
	}
	if r.isOutside || r.isMember {
		row.Bool(r.isOutside)
	} else {
		row.Null()
	}
	for _, monday := range []int32{r.acknowledged, r.resolved} {
		if monday == never {
			row.Null()
		} else {
			row.Int32(monday)
		}
	}
	row.Int32(dayOf(r.responded))
	row.Int32(mondayOf(r.responded))
}

// responses are those to the incidents with numbers from one until before another.
func (r *responseReader) responses(from, until int) []responseRow {
	until = min(until, len(r.answers.first))
	list := make([]responseRow, 0, until-from)
	shifts := r.shifts.Get().(*shiftReader)
	defer r.shifts.Put(shifts)
	for incident := from; incident < until; incident++ {
		for at := int32(incident); at != 0; {
			one := r.answers.at(at)
			at = one.next
			if one.acts&(actAcknowledge|actJoin|actResolve|actAfterGiven) == 0 {
				continue
			}
			to := responseRow{answer: *one, incident: int32(incident)}
			if incident < len(r.incidents) {
				of := &r.incidents[incident]
				to.service, to.team = of.service, of.team
				to.isOnCall = shifts.at(one.person, of.policy, one.responded)
				if to.isOnCall != onCall && of.otherPolicy != 0 && shifts.at(one.person, of.otherPolicy, one.responded) == onCall {
					to.isOnCall = onCall
				}
				to.isMember, to.isOutside = r.teams.has(of.team, one.person, one.responded)
			}
			list = append(list, to)
		}
	}
	return list
}

// What a person did to an incident, a bit each: those of facts.action_sets, and that they did something other than to answer or to
// resolve it after it was given to them.
const (
	actAcknowledge = 1 << iota
	actDelegate
	actEscalate
	actJoin
	actNote
	actGiven
	actResolve
	actSnooze
	actUpdate
	actAfterGiven

	actionSet = actAfterGiven - 1
)

// never is the week of what did not happen.
const never = math.MinInt32

// answer is what a person did to an incident.
type answer struct {
	responded              int64 // the first act, in microseconds since 1970
	person                 int32
	acknowledged, resolved int32 // weeks of the first of these: Mondays, in days since 1970
	next                   int32 // the next of the same incident; 0 is none
	acts                   int16
}

// answers are those of all incidents: the first that is found of one is at its number, the others follow it.
type answers struct {
	first []answer
	more  []answer // numbered below zero
}

func (a *answers) at(n int32) *answer {
	if n < 0 {
		return &a.more[^n]
	}
	return &a.first[n]
}

// act is one act of a person.
type act struct {
	toWhom
	moment int64
	what   int16
}

// toWhom is somebody and what they did something to, or were given.
type toWhom struct{ incident, person int32 }

// find finds what somebody did to an incident; where they did nothing, the last that is known of it.
func (a *answers) find(to toWhom) *answer {
	found := &a.first[to.incident]
	for found.person != to.person && found.next != 0 {
		found = a.at(found.next)
	}
	return found
}

// add counts an act.
func (a *answers) add(one *act) {
	a.first = grown(a.first, one.incident+1)
	found := a.find(one.toWhom)
	if found.person != one.person {
		fresh := answer{responded: math.MaxInt64, person: one.person, acknowledged: never, resolved: never}
		if found.person == 0 {
			*found = fresh
		} else {
			found.next = ^int32(len(a.more))
			a.more = append(a.more, fresh)
			found = &a.more[len(a.more)-1]
		}
	}
	found.acts |= one.what
	found.responded = min(found.responded, one.moment)
	switch one.what {
	case actAcknowledge:
		found.acknowledged = earlier(found.acknowledged, mondayOf(one.moment))
	case actResolve:
		found.resolved = earlier(found.resolved, mondayOf(one.moment))
	}
}

func earlier(a, b int32) int32 {
	if a == never {
		return b
	}
	return min(a, b)
}
