package metrics

import (
	"context"
	"fmt"

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
	return sql.Take(ctx, tx, "what, policy, created, resolved", fmt.Sprintf(`
		SELECT
		    incidents.incident_place::BIGINT * 4294967296 + COALESCE(parts.part, 0) AS what,
		    COALESCE(policies.policy_id, 0)::BIGINT * 4294967296
		        + CASE WHEN incidents.urgency = 'high' THEN %d WHEN incidents.urgency = 'low' THEN %d ELSE 0 END
		        + CASE WHEN priorities.is_high THEN %d WHEN NOT priorities.is_high THEN %d ELSE 0 END
		        + CASE WHEN incidents.resolve_reason = 'merge_resolve_reason' THEN %d ELSE 0 END AS policy,
		    COALESCE(epoch_us(incidents.created_at), 9223372036854775807) AS created,
		    COALESCE(
		        CASE WHEN incidents.status = 'resolved' THEN epoch_us(COALESCE(incidents.resolved_at, incidents.last_status_change_at)) END,
		        9223372036854775807
		    ) AS resolved
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
			return numbered{upper(row[0]), incidentFacts{
				created: row[2], resolved: row[3], assigned: notYet, acknowledged: notYet,
				part: lower(row[0]), policy: upper(row[1]), is: incidentFlags(lower(row[1])),
			}}
		},
		func(some []numbered) {
			for i := range some {
				r.incidents[some[i].number] = some[i].incidentFacts
			}
		})
}

// entryKind is what a log entry says of its incident; there may be several in one.
type entryKind uint8

const (
	entryAssigns entryKind = iota
	entryAcknowledges
	entryReassigns
	entryEscalates
	entryNamesRunbook
	entryOfNobody
)

func (r *incidentReader) readEntries(ctx context.Context, tx *sql.Tx) error {
	type entry struct {
		incident int32
		kind     entryKind
		moment   int64
	}
	return sql.Take(ctx, tx, "entry, moment", fmt.Sprintf(`
		SELECT
		    incident_id::BIGINT * 256 + kind AS entry,
		    epoch_us(happened_at) AS moment
		FROM (
		    SELECT incident_place AS incident_id, %d AS kind, created_at AS happened_at
		    FROM staging.pagerduty_log_entries
		    WHERE assignees > 0
		        AND event IS NOT NULL
		        AND created_at IS NOT NULL
		        AND incident_place IS NOT NULL

		    UNION ALL

		    SELECT incident_id, %d AS kind, happened_at
		    FROM facts.incident_events
		    WHERE event = 'acknowledge'
		        AND person_id IS NOT NULL

		    UNION ALL

		    SELECT incident_id, %d AS kind, happened_at
		    FROM facts.incident_events
		    WHERE event IN ('assign', 'delegate')

		    UNION ALL

		    SELECT incident_id, %d AS kind, happened_at
		    FROM facts.incident_events
		    WHERE event = 'escalate'

		    UNION ALL

		    SELECT incident_id, %d AS kind, happened_at
		    FROM facts.incident_events
		    WHERE names_runbook

		    UNION ALL

		    SELECT incident_id, %d AS kind, happened_at
		    FROM facts.incident_events
		    WHERE is_unnamed
		        AND event IN ('acknowledge', 'resolve')
		)`, entryAssigns, entryAcknowledges, entryReassigns, entryEscalates, entryNamesRunbook, entryOfNobody),
		func(row []int64) entry { return entry{int32(row[0] / 256), entryKind(row[0] % 256), row[1]} },
		func(some []entry) {
			for i := range some {
				r.add(some[i].incident, some[i].kind, some[i].moment)
			}
		})
}

// add counts a log entry.
func (r *incidentReader) add(number int32, kind entryKind, moment int64) {
	i := &r.incidents[number]
	switch kind {
	case entryAssigns:
		if i.assigned != notYet && i.assigned != moment {
			i.is |= wasAssignedAgain
		}
		i.assigned = min(i.assigned, moment)
	case entryAcknowledges:
		i.acknowledged = min(i.acknowledged, moment)
	case entryReassigns:
		i.reassignments++
		if first, ok := r.reassigned[number]; !ok || moment < first {
			r.reassigned[number] = moment
		}
	case entryEscalates:
		i.escalations++
	case entryNamesRunbook:
		i.is |= namesRunbook
	case entryOfNobody:
		i.is |= isUnnamed
	}
}
