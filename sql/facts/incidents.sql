-- One row per incident; what it is called is in facts.incident_keys. team_id is the team that owns its service now.
-- assigned_at is the first assignment, NULL where no other followed. acknowledged_at is the first acknowledgement by a person;
-- by whom is in facts.responses. resolved_at is NULL while it is open, also again. was_merged: it was resolved by merging it into
-- another incident. reassignments are those by people, after the first assignment; escalations those by people and by
-- timeout. has_runbook: its service has one, or its alert names one. is_unnamed: somebody acted on it, and the source does not
-- say who. policy_id is the escalation policy it had in the end, which need not be that of its service in PagerDuty,
-- service_policy_id; each is NULL where facts.policies does not have it. is_high_priority tells of its priority whether it is
-- named P0 to P2, SEV0 to SEV2, critical, highest, high or major; NULL where it has none.
--
-- Millions of incidents are assigned and acknowledged; all else is seldom, and grouped apart.
WITH moments AS (
    SELECT
        incident_place AS incident_id,
        created_at AS assigned_at,
        NULL AS acknowledged_at
    FROM staging.pagerduty_log_entries
    WHERE assignees > 0
        AND event IS NOT NULL
        AND incident_place IS NOT NULL

    UNION ALL

    SELECT
        incident_id,
        NULL AS assigned_at,
        happened_at AS acknowledged_at
    FROM facts.incident_events
    WHERE event = 'acknowledge'
        AND person_id IS NOT NULL
),

firsts AS (
    SELECT
        incident_id,
        MIN(assigned_at) AS assigned_at,
        MAX(assigned_at) AS last_assigned_at,
        MIN(acknowledged_at) AS acknowledged_at
    FROM moments
    GROUP BY
        incident_id
),

seldom AS (
    SELECT
        incident_id,
        SUM(reassignments)::INTEGER AS reassignments,
        MIN(reassigned_at) AS reassigned_at,
        SUM(escalations)::INTEGER AS escalations,
        bool_or(names_runbook) AS names_runbook,
        bool_or(is_unnamed) AS is_unnamed
    FROM (
        SELECT
            incident_id,
            1 AS reassignments,
            happened_at AS reassigned_at,
            0 AS escalations,
            FALSE AS names_runbook,
            FALSE AS is_unnamed
        FROM facts.incident_events
        WHERE event IN ('assign', 'delegate')

        UNION ALL

        SELECT
            incident_id,
            0 AS reassignments,
            NULL AS reassigned_at,
            1 AS escalations,
            FALSE AS names_runbook,
            FALSE AS is_unnamed
        FROM facts.incident_events
        WHERE event = 'escalate'

        UNION ALL

        SELECT
            incident_id,
            0 AS reassignments,
            NULL AS reassigned_at,
            0 AS escalations,
            TRUE AS names_runbook,
            FALSE AS is_unnamed
        FROM facts.incident_events
        WHERE names_runbook

        UNION ALL

        SELECT
            incident_id,
            0 AS reassignments,
            NULL AS reassigned_at,
            0 AS escalations,
            FALSE AS names_runbook,
            TRUE AS is_unnamed
        FROM facts.incident_events
        WHERE is_unnamed
            AND event IN ('acknowledge', 'resolve')
    ) AS happened
    GROUP BY
        incident_id
),

priorities AS (
    SELECT
        priority_name,
        regexp_matches(lower(priority_name), '^(p|sev|s)[ -]?[012]\b|critical|highest|\bhigh\b|\bmajor\b|blocker') AS is_high
    FROM staging.pagerduty_incidents
    WHERE priority_name IS NOT NULL
    GROUP BY
        priority_name
),

parts AS (
    SELECT
        parts.pagerduty_service,
        services.service_id,
        services.team_id,
        policies.policy_id,
        parts.has_runbook OR services.runbook_url IS NOT NULL AS has_runbook
    FROM facts.pagerduty_services AS parts
    JOIN facts.services AS services
        ON services.service_id = parts.service_id
    LEFT JOIN facts.policies AS policies
        ON policies.policy = parts.policy
),

incidents AS (
    SELECT
        incident_place AS incident_id,
        service_id AS service,
        escalation_policy_id AS policy,
        urgency,
        priority_name,
        created_at,
        CASE WHEN status = 'resolved' THEN COALESCE(resolved_at, last_status_change_at) END AS resolved_at,
        COALESCE(resolve_reason = 'merge_resolve_reason', FALSE) AS was_merged
    FROM staging.pagerduty_incidents
)

SELECT
    incidents.incident_id,
    parts.service_id,
    parts.team_id,
    policies.policy_id,
    parts.policy_id AS service_policy_id,
    incidents.urgency,
    priorities.is_high AS is_high_priority,
    incidents.created_at,
    CASE WHEN firsts.assigned_at < firsts.last_assigned_at THEN firsts.assigned_at END AS assigned_at,
    firsts.acknowledged_at,
    incidents.resolved_at,
    incidents.was_merged,
    -- The first assignment is none, even where a person made it.
    COALESCE(seldom.reassignments - COALESCE(seldom.reassigned_at <= firsts.assigned_at, FALSE)::INTEGER, 0) AS reassignments,
    COALESCE(seldom.escalations, 0) AS escalations,
    COALESCE(parts.has_runbook, FALSE) OR COALESCE(seldom.names_runbook, FALSE) AS has_runbook,
    COALESCE(seldom.is_unnamed, FALSE) AS is_unnamed,
    make_timestamp(epoch_us(incidents.created_at))::DATE AS created_on,
    date_trunc('week', make_timestamp(epoch_us(incidents.created_at)))::DATE AS week
FROM incidents
LEFT JOIN parts
    ON parts.pagerduty_service = incidents.service
LEFT JOIN facts.policies AS policies
    ON policies.policy = incidents.policy
LEFT JOIN priorities
    ON priorities.priority_name = incidents.priority_name
LEFT JOIN firsts
    ON firsts.incident_id = incidents.incident_id
LEFT JOIN seldom
    ON seldom.incident_id = incidents.incident_id
