-- One row per incident; what it is called is in facts.incident_keys. team_id is the team that owns its service now.
-- acknowledged_at and acknowledged_by are the first acknowledgement by a person. resolved_at is NULL while it is open, also
-- again; resolved_by is NULL where no person resolved it: an integration, a timeout, or a merge into another incident
-- (was_merged). reassignments are those by people, after the first assignment; escalations those by people and by timeout.
-- assigned_at is the first assignment. has_runbook: its service has one, or its alert names one. is_unnamed: somebody acted
-- on it, and the source does not say who. policy is the escalation policy it had in the end, which need not be that of its
-- service in PagerDuty, service_policy.
WITH lives AS (
    SELECT
        incident_id,
        MIN(CASE WHEN event = 'assigned' THEN happened_at END) AS assigned_at,
        -- When, in milliseconds since 2009, and who, in one number: the source knows seconds, and of people who did the same
        -- in the same moment the one with the smallest key stands for all. A key is under 2 to the power of 23.
        MIN(CASE
            WHEN event = 'acknowledge' AND person_id IS NOT NULL
                THEN greatest(epoch_ms(happened_at) - 1230768000000, 0) * 8388608 + person_id
        END) AS acknowledged,
        MAX(CASE
            WHEN event = 'resolve'
                THEN greatest(epoch_ms(happened_at) - 1230768000000, 0) * 8388608 + COALESCE(person_id, 0)
        END) AS resolved,
        COUNT(CASE WHEN event IN ('assign', 'delegate') THEN 1 END) AS reassignments,
        MIN(CASE WHEN event IN ('assign', 'delegate') THEN happened_at END) AS reassigned_at,
        COUNT(CASE WHEN event = 'escalate' THEN 1 END) AS escalations,
        bool_or(names_runbook) AS names_runbook,
        bool_or(is_unnamed AND event IN ('acknowledge', 'resolve')) AS is_unnamed
    FROM facts.incident_events
    WHERE event IN ('assigned', 'acknowledge', 'resolve', 'assign', 'delegate', 'escalate')
        OR names_runbook
    GROUP BY
        incident_id
),

incidents AS (
    SELECT
        incident_place AS incident_id,
        service_id AS service,
        escalation_policy_id AS policy,
        urgency,
        priority_name AS priority,
        created_at,
        CASE WHEN status = 'resolved' THEN COALESCE(resolved_at, last_status_change_at) END AS resolved_at,
        COALESCE(resolve_reason = 'merge_resolve_reason', FALSE) AS was_merged
    FROM staging.pagerduty_incidents
)

SELECT
    incidents.incident_id,
    services.service_id,
    services.team_id,
    incidents.policy,
    parts.policy AS service_policy,
    incidents.urgency,
    incidents.priority,
    incidents.created_at,
    lives.assigned_at,
    make_timestamptz(1000 * (lives.acknowledged // 8388608 + 1230768000000)) AS acknowledged_at,
    (lives.acknowledged % 8388608)::INTEGER AS acknowledged_by,
    incidents.resolved_at,
    CASE
        WHEN incidents.resolved_at IS NOT NULL AND NOT incidents.was_merged
            THEN NULLIF((lives.resolved % 8388608)::INTEGER, 0)
    END AS resolved_by,
    incidents.was_merged,
    -- The first assignment is none, even where a person made it.
    (COALESCE(lives.reassignments, 0) - COALESCE(lives.reassigned_at <= lives.assigned_at, FALSE)::INTEGER)::INTEGER AS reassignments,
    COALESCE(lives.escalations, 0)::INTEGER AS escalations,
    COALESCE(parts.has_runbook, FALSE) OR services.runbook_url IS NOT NULL OR COALESCE(lives.names_runbook, FALSE) AS has_runbook,
    COALESCE(lives.is_unnamed, FALSE) AS is_unnamed,
    make_timestamp(epoch_us(incidents.created_at))::DATE AS created_on,
    date_trunc('week', make_timestamp(epoch_us(incidents.created_at)))::DATE AS week
FROM incidents
LEFT JOIN facts.pagerduty_services AS parts
    ON parts.pagerduty_service = incidents.service
LEFT JOIN facts.services AS services
    ON services.service_id = parts.service_id
LEFT JOIN lives
    ON lives.incident_id = incidents.incident_id
