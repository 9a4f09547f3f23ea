package metrics

import (
	"context"
	"math"

	"github.com/fewhands/fewhands/sql"
)

// computeIncidentFacts writes facts.incidents: one row per incident; what it is called is in facts.incident_keys. team_id is the team
// that owns its service now. assigned_at is the first assignment, NULL where no other followed. acknowledged_at is the first
// acknowledgement by a person; by whom is in facts.responses. resolved_at is NULL while it is open, also again. was_merged: it was
// resolved by merging it into another incident. reassignments are those by people, after the first assignment; escalations those by
// people and by timeout. has_runbook: its service has one, or its alert names one. is_unnamed: somebody acted on it, and the
// source does not say who. policy_id is the escalation policy it had in the end, which need not be that of its service in
// PagerDuty, service_policy_id; each is NULL where facts.policies does not have it. is_high_priority tells of its priority whether it
// is named P0 to P2, SEV0 to SEV2, critical, highest, high or major; NULL where it has none.
//
// In SQL tens of millions of log entries are grouped by incident, and joined with the incidents. Here what is known of an incident lies
// at its number.
func computeIncidentFacts() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		r, err := readIncidentFacts(ctx, tx)
		if err != nil {
			return err
		}
		const piece = 2048
		var pieces []int
		for begin := 1; begin < len(r.incidents); begin += piece {
			pieces = append(pieces, begin)
		}
		return sql.CreateMade(ctx, tx, "facts.incidents", `
			SELECT
			    incident_id,
			    service_id,
			    team_id,
			    policy_id,
			    service_policy_id,
			    CASE urgency
			        WHEN 1 THEN 'high'::ENUM ('high', 'low')
			        WHEN 2 THEN 'low'::ENUM ('high', 'low')
			    END AS urgency,
			    is_high_priority,
			    make_timestamptz(created) AS created_at,
			    make_timestamptz(assigned) AS assigned_at,
			    make_timestamptz(acknowledged) AS acknowledged_at,
			    make_timestamptz(resolved) AS resolved_at,
			    was_merged,
			    reassignments,
			    escalations,
			    has_runbook,
			    is_unnamed,
			    DATE '1970-01-01' + day AS created_on,
			    DATE '1970-01-01' + monday AS week
			FROM made`, sql.Made[numberedIncident]{
			Columns: incidentColumns,
			Next: eachOf(pieces, func(begin int) (list []numberedIncident) {
				for id := begin; id < min(begin+piece, len(r.incidents)); id++ {
					list = append(list, numberedIncident{int32(id), &r.incidents[id]})
				}
				return list
			}),
			Put: func(row *sql.MadeRow, i *numberedIncident) { r.put(row, i.number, i.incidentFacts) },
		})
	}
}

var incidentColumns = []sql.Column{
	{Name: "incident_id", Type: sql.Integer}, {Name: "service_id", Type: sql.Integer}, {Name: "team_id", Type: sql.Integer},
	{Name: "policy_id", Type: sql.Integer}, {Name: "service_policy_id", Type: sql.Integer}, {Name: "urgency", Type: sql.Integer},
	{Name: "is_high_priority", Type: sql.Boolean}, {Name: "created", Type: sql.BigInt}, {Name: "day", Type: sql.Integer},
	{Name: "monday", Type: sql.Integer}, {Name: "assigned", Type: sql.BigInt}, {Name: "acknowledged", Type: sql.BigInt},
	{Name: "resolved", Type: sql.BigInt}, {Name: "was_merged", Type: sql.Boolean}, {Name: "reassignments", Type: sql.Integer},
	{Name: "escalations", Type: sql.Integer}, {Name: "has_runbook", Type: sql.Boolean}, {Name: "is_unnamed", Type: sql.Boolean},
}

// numberedIncident is a row of facts.incidents.
type numberedIncident struct {
	number int32
	*incidentFacts
}

// incidentFacts are what is known of an incident. Moments are microseconds since 1970; of those that are not known, notYet.
type incidentFacts struct {
	created, resolved          int64
	assigned                   int64 // the first time
	acknowledged               int64 // by a person
	part, policy               int32 // the service in PagerDuty and its own escalation policy; 0 is none
	reassignments, escalations int32
	is                         incidentFlags
}

// notYet is the moment of what did not happen.
const notYet = math.MaxInt64

// incidentFlags are what there is to say yes or no to.
type incidentFlags uint8

const (
	isUrgent incidentFlags = 1 << iota
	isNotUrgent
	isHighPriority
	isOtherPriority
	wasMerged
	wasAssignedAgain // later than at first
	namesRunbook
	isUnnamed
)

func (f incidentFlags) has(one incidentFlags) bool { return f&one != 0 }

func (r *incidentReader) put(row *sql.MadeRow, number int32, i *incidentFacts) {
	part := &servicePart{}
	if int(i.part) < len(r.parts) {
		part = &r.parts[i.part]
	}
	moment := func(moment int64) {
		if moment == notYet {
			row.Null()
		} else {
			row.Int64(moment)
		}
	}
	row.Int32(number)
	row.Key(part.service)
	row.Key(part.team)
	row.Key(i.policy)
	row.Key(part.policy)
	row.Key(int32(i.is & (isUrgent | isNotUrgent)))
	if i.is.has(isHighPriority | isOtherPriority) {
		row.Bool(i.is.has(isHighPriority))
	} else {
		row.Null()
	}
	moment(i.created)
	if i.created == notYet {
		row.Null()
		row.Null()
	} else {
		row.Int32(dayOf(i.created))
		row.Int32(mondayOf(i.created))
	}
	if i.is.has(wasAssignedAgain) {
		moment(i.assigned)
	} else {
		row.Null()
	}
	moment(i.acknowledged)
	moment(i.resolved)
	row.Bool(i.is.has(wasMerged))
	reassignments := i.reassignments
	if reassignments > 0 && i.assigned != notYet && r.reassigned[number] <= i.assigned {
		reassignments-- // the first assignment is none, even where a person made it
	}
	row.Int32(reassignments)
	row.Int32(i.escalations)
	row.Bool(part.hasRunbook || i.is.has(namesRunbook))
	row.Bool(i.is.has(isUnnamed))
}
