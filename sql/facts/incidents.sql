-- One row per incident. incident is PagerDuty's id; team_id is the team that owns its service now. acknowledged_at and
-- acknowledged_by are the first acknowledgement by a person. resolved_at is NULL while it is open, also again; resolved_by
-- is NULL where no person resolved it: an integration, a timeout, or a merge into another incident (was_merged).
-- reassignments are those by people, after the first assignment; escalations those by people and by timeout. assigned_at
-- is the first assignment. has_runbook: its service has one, or its alert names one. is_unnamed: somebody acted on it, and
-- the source does not say who. policy is the escalation policy it had in the end, which need not be its service's.
WITH starts AS (
    SELECT
        incident_id,
        MIN(happened_at) AS assigned_at
    FROM facts.incident_events
    WHERE event = 'assigned'
    GROUP BY
        incident_id
),

-- Of people who did the same in the same moment the one with the smaller key stands for both.
lives AS (
    SELECT
        events.incident_id,
        ANY_VALUE(starts.assigned_at) AS assigned_at,
        MIN(CASE
            WHEN events.event = 'acknowledge' AND events.person_id IS NOT NULL
                THEN epoch_us(events.happened_at)::HUGEINT * 4294967296 + events.person_id
        END) AS acknowledged,
        MAX(CASE
            WHEN events.event = 'resolve'
                THEN epoch_us(events.happened_at)::HUGEINT * 4294967296 + COALESCE(events.person_id, 0)
        END) AS resolved,
        COUNT(*) FILTER (
            events.event IN ('assign', 'delegate')
            AND (events.person_id IS NOT NULL OR events.is_unnamed)
            AND events.happened_at > starts.assigned_at
        ) AS reassignments,
        COUNT(*) FILTER (events.event = 'escalate') AS escalations,
        bool_or(events.names_runbook) AS names_runbook,
        bool_or(events.is_unnamed AND events.event IN ('acknowledge', 'resolve')) AS is_unnamed
    FROM facts.incident_events AS events
    LEFT JOIN starts
        ON starts.incident_id = events.incident_id
    WHERE events.event IN ('trigger', 'acknowledge', 'resolve', 'assign', 'delegate', 'escalate')
    GROUP BY
        events.incident_id
),

incidents AS (
    SELECT
        incident_id AS incident,
        service_id AS service,
        escalation_policy_id AS policy,
        title,
        urgency,
        priority_name AS priority,
        created_at,
        CASE WHEN status = 'resolved' THEN COALESCE(resolved_at, last_status_change_at) END AS resolved_at,
        COALESCE(resolve_reason = 'merge_resolve_reason', FALSE) AS was_merged,
        html_url
    FROM staging.pagerduty_incidents
)

SELECT
    keys.incident_id,
    incidents.incident,
    services.service_id,
    services.team_id,
    incidents.policy,
    incidents.title,
    incidents.urgency,
    incidents.priority,
    incidents.created_at,
    lives.assigned_at,
    make_timestamptz((lives.acknowledged // 4294967296)::BIGINT) AS acknowledged_at,
    (lives.acknowledged % 4294967296)::INTEGER AS acknowledged_by,
    incidents.resolved_at,
    CASE
        WHEN incidents.resolved_at IS NOT NULL AND NOT incidents.was_merged
            THEN NULLIF((lives.resolved % 4294967296)::INTEGER, 0)
    END AS resolved_by,
    incidents.was_merged,
    COALESCE(lives.reassignments, 0)::INTEGER AS reassignments,
    COALESCE(lives.escalations, 0)::INTEGER AS escalations,
    COALESCE(services.has_runbook, FALSE) OR COALESCE(lives.names_runbook, FALSE) AS has_runbook,
    COALESCE(lives.is_unnamed, FALSE) AS is_unnamed,
    incidents.html_url,
    make_timestamp(epoch_us(incidents.created_at))::DATE AS created_on,
    date_trunc('week', make_timestamp(epoch_us(incidents.created_at)))::DATE AS week
FROM incidents
JOIN facts.incident_keys AS keys
    ON keys.incident = incidents.incident
LEFT JOIN facts.services AS services
    ON services.service = incidents.service
LEFT JOIN lives
    ON lives.incident_id = keys.incident_id
