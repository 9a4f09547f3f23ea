-- One row per service of PagerDuty, deleted ones included; of one deleted before we first looked only what its incidents say
-- is known and status is NULL. pagerduty_service is its id, service_id the service it belongs to, which may have several.
-- team_id is the team that owns it there: its own, or else its escalation policy's; of several the first by id; NULL where
-- nobody owns it. policy is the escalation policy. has_runbook: its description speaks of a runbook or playbook and has a link.
WITH listed AS (
    SELECT
        service_id AS pagerduty_service,
        name,
        status,
        escalation_policy_id AS policy,
        team_ids,
        COALESCE(
            regexp_matches(description, '(run|play)[ _-]?book', 'i') AND regexp_matches(description, 'https?://', 'i'),
            FALSE
        ) AS has_runbook,
        html_url,
        is_deleted,
        gone_at AS deleted_at
    FROM staging.pagerduty_services

    UNION ALL

    SELECT
        incidents.service_id AS pagerduty_service,
        arg_max(incidents.service_name, incidents.incident_id) AS name,
        NULL AS status,
        arg_max(incidents.escalation_policy_id, incidents.incident_id) AS policy,
        NULL AS team_ids,
        FALSE AS has_runbook,
        NULL AS html_url,
        TRUE AS is_deleted,
        NULL AS deleted_at
    FROM staging.pagerduty_incidents AS incidents
    WHERE incidents.service_id IS NOT NULL
        -- An anti join DuckDB may turn round, and keep all incidents in memory.
        AND incidents.service_id NOT IN (SELECT service_id FROM staging.pagerduty_services WHERE service_id IS NOT NULL)
    GROUP BY
        incidents.service_id
),

candidates AS (
    SELECT
        pagerduty_service,
        is_deleted,
        1 AS preference,
        unnest(team_ids) AS team
    FROM listed

    UNION ALL

    SELECT
        listed.pagerduty_service,
        listed.is_deleted,
        2 AS preference,
        unnest(policies.team_ids) AS team
    FROM listed
    JOIN staging.pagerduty_escalation_policies AS policies
        ON policies.escalation_policy_id = listed.policy
),

-- A team that is no more owns nothing, but for services that went with it.
owners AS (
    SELECT
        candidates.pagerduty_service,
        arg_min(teams.team_id, candidates.preference * 1000000 + teams.team_id) AS team_id
    FROM candidates
    JOIN facts.team_keys AS keys
        ON keys.source = 'pagerduty'
        AND keys.key = candidates.team
    JOIN facts.teams AS teams
        ON teams.team_id = keys.team_id
    WHERE NOT teams.is_deleted
        OR candidates.is_deleted
    GROUP BY
        candidates.pagerduty_service
)

SELECT
    listed.pagerduty_service,
    keys.service_id,
    COALESCE(listed.name, listed.pagerduty_service) AS name,
    owners.team_id,
    listed.policy,
    listed.status,
    listed.has_runbook,
    listed.html_url,
    listed.is_deleted,
    listed.deleted_at
FROM listed
JOIN facts.service_keys AS keys
    ON keys.source = 'pagerduty'
    AND keys.key = listed.pagerduty_service
LEFT JOIN owners
    ON owners.pagerduty_service = listed.pagerduty_service
