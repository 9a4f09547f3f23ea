package metrics

import (
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// incidentReader holds what is known of all incidents.
type incidentReader struct {
	incidents  []incidentFacts // by number
	parts      []servicePart   // by part
	reassigned map[int32]int64 // by incident: the first assignment that a person made; few have one
}

// servicePart is a service in PagerDuty: the service it belongs to, the team that owns that now, and its escalation policy; 0 is none.
type servicePart struct {
	service, team, policy int32
	hasRunbook            bool
}

func readIncidentFacts(ctx context.Context, tx *sql.Tx) (*incidentReader, error) {
	r := &incidentReader{reassigned: map[int32]int64{}}
	var last int32
	if err := tx.QueryRow(ctx, "SELECT COALESCE(max(incident_place), 0) FROM staging.pagerduty_incidents").Scan(&last); err != nil {
		return nil, fmt.Errorf("count incidents: %w", err)
	}
	r.incidents = make([]incidentFacts, last+1)
	if err := r.readParts(ctx, tx); err != nil {
		return nil, fmt.Errorf("read services: %w", err)
	}
	if err := r.readIncidents(ctx, tx); err != nil {
		return nil, fmt.Errorf("read incidents: %w", err)
	}
	if err := r.readEntries(ctx, tx); err != nil {
		return nil, fmt.Errorf("read log entries: %w", err)
	}
	return r, nil
}

// partNumbers numbers the services of PagerDuty that belong to one here.
const partNumbers = `
	SELECT
	    pagerduty_service,
	    service_id,
	    policy,
	    has_runbook,
	    ROW_NUMBER() OVER (ORDER BY pagerduty_service)::INTEGER AS part
	FROM facts.pagerduty_services
	WHERE service_id IS NOT NULL`

func (r *incidentReader) readParts(ctx context.Context, tx *sql.Tx) error {
	return tx.Each(ctx, `
		SELECT
		    parts.part,
		    services.service_id,
		    COALESCE(services.team_id, 0),
		    COALESCE(policies.policy_id, 0),
		    parts.has_runbook OR services.runbook_url IS NOT NULL
		FROM (`+partNumbers+`) AS parts
		JOIN facts.services AS services
		    ON services.service_id = parts.service_id
		LEFT JOIN facts.policies AS policies
		    ON policies.policy = parts.policy`,
		func(row []sql.Value) error {
			part := row[0].(int32)
			r.parts = grown(r.parts, part+1)
			r.parts[part] = servicePart{row[1].(int32), row[2].(int32), row[3].(int32), row[4].(bool)}
			return nil
		})
}

func (r *incidentReader) readIncidents(ctx context.Context, tx *sql.Tx) error {
	type numbered struct {
		number int32
		incidentFacts
	}
	return sql.Take(ctx, tx, "incident_place, part?, policy_id?, flags, created_at?, resolved_at?", fmt.Sprintf(`
		SELECT
		    incidents.incident_place,
		    parts.part,
		    policies.policy_id,
		    CASE WHEN incidents.urgency = 'high' THEN %d WHEN incidents.urgency = 'low' THEN %d ELSE 0 END
		        + CASE WHEN priorities.is_high THEN %d WHEN NOT priorities.is_high THEN %d ELSE 0 END
		        + CASE WHEN incidents.resolve_reason = 'merge_resolve_reason' THEN %d ELSE 0 END AS flags,
		    incidents.created_at,
		    CASE WHEN incidents.status = 'resolved' THEN COALESCE(incidents.resolved_at, incidents.last_status_change_at) END AS resolved_at
		FROM staging.pagerduty_incidents AS incidents
		LEFT JOIN (%s) AS parts
		    ON parts.pagerduty_service = incidents.service_id
		LEFT JOIN facts.policies AS policies
		    ON policies.policy = incidents.escalation_policy_id
		LEFT JOIN (
		    SELECT
		        priority_name,
		        regexp_matches(lower(priority_name), '^(p|sev|s)[ -]?[012]\b|critical|highest|\bhigh\b|\bmajor\b|blocker') AS is_high
		    FROM staging.pagerduty_incidents
		    WHERE priority_name IS NOT NULL
		    GROUP BY
		        priority_name
		) AS priorities
		    ON priorities.priority_name = incidents.priority_name`,
		isUrgent, isNotUrgent, isHighPriority, isOtherPriority, wasMerged, partNumbers),
		func(row []int64) numbered {
			return numbered{int32(row[0]), incidentFacts{
				part: key(row[1]), policy: key(row[2]), is: incidentFlags(row[3]),
				created: orNotYet(row[4]), resolved: orNotYet(row[5]), assigned: notYet, acknowledged: notYet,
			}}
		},
		func(some []numbered) {
			for i := range some {
				r.incidents[some[i].number] = some[i].incidentFacts
			}
		})
}

// entryKind is what a log entry says of its incident, a bit each; there may be several in one.
type entryKind uint8

const (
	entryAssigns entryKind = 1 << iota
	entryAcknowledges
	entryReassigns
	entryEscalates
	entryNamesRunbook
	entryOfNobody
)

func (r *incidentReader) readEntries(ctx context.Context, tx *sql.Tx) error {
	names, err := readEventNames(ctx, tx)
	if err != nil {
		return err
	}
	type entry struct {
		incident int32
		kind     entryKind
		moment   int64
	}
	some := func(some []entry) {
		for i := range some {
			r.add(some[i].incident, some[i].kind, some[i].moment)
		}
	}
	err = sql.Take(ctx, tx, "incident_place, created_at", `
		FROM staging.pagerduty_log_entries
		WHERE assignees > 0
		    AND event IS NOT NULL
		    AND created_at IS NOT NULL
		    AND incident_place IS NOT NULL`,
		func(row []int64) entry { return entry{int32(row[0]), entryAssigns, row[1]} }, some)
	if err != nil {
		return err
	}
	number := func(event string) int64 { return int64(slices.Index(names, event)) }
	acknowledge, resolve, escalate, assign, delegate := number("acknowledge"), number("resolve"), number("escalate"), number("assign"), number("delegate")
	one := func(row []int64) entry {
		var kind entryKind
		switch event := row[2]; {
		case event == acknowledge && row[3] != sql.Null:
			kind = entryAcknowledges
		case event == assign || event == delegate:
			kind = entryReassigns
		case event == escalate:
			kind = entryEscalates
		case row[4] == yes && (event == acknowledge || event == resolve):
			kind = entryOfNobody
		}
		if row[5] == yes {
			kind |= entryNamesRunbook
		}
		return entry{int32(row[0]), kind, row[1]}
	}
	const events = "event IN ('acknowledge', 'assign', 'delegate', 'escalate')"
	for _, condition := range []string{events, "NOT (" + events + ") AND (names_runbook OR is_unnamed)"} { // of the others only the event is looked at
		err := sql.Take(ctx, tx, "incident_id, happened_at, event_number, person_id?, is_unnamed?, names_runbook?", `
			SELECT *, enum_code(event) AS event_number
			FROM facts.incident_events
			WHERE `+condition, one, some)
		if err != nil {
			return err
		}
	}
	return nil
}

// add counts a log entry.
func (r *incidentReader) add(number int32, kind entryKind, moment int64) {
	i := &r.incidents[number]
	if kind&entryAssigns != 0 {
		if i.assigned != notYet && i.assigned != moment {
			i.is |= wasAssignedAgain
		}
		i.assigned = min(i.assigned, moment)
	}
	if kind&entryAcknowledges != 0 {
		i.acknowledged = min(i.acknowledged, moment)
	}
	if kind&entryReassigns != 0 {
		i.reassignments++
		if first, ok := r.reassigned[number]; !ok || moment < first {
			r.reassigned[number] = moment
		}
	}
	if kind&entryEscalates != 0 {
		i.escalations++
	}
	if kind&entryNamesRunbook != 0 {
		i.is |= namesRunbook
	}
	if kind&entryOfNobody != 0 {
		i.is |= isUnnamed
	}
}
