-- One row per service, deleted ones included. service is the key in exports; source is where it comes from: org.yaml or
-- backstage where it is declared, pagerduty for a service there that no declared one claims, jira for a project of that
-- kind. team_id is the team that owns it: by org.yaml, else by Backstage, else by its services in PagerDuty; NULL where
-- nobody owns it. status is PagerDuty's. has_runbook: one is declared (runbook_url), or a service of PagerDuty that belongs
-- to it has one. A declared service is never deleted; what became of its parts is in facts.pagerduty_services.
WITH known AS (
    SELECT
        keys.service_id,
        keys.service,
        keys.source,
        list_position(['org.yaml', 'backstage', 'pagerduty', 'jira'], keys.source) AS preference,
        COALESCE(declared.name, pagerduty.name, projects.name, keys.key) AS name,
        COALESCE(teams.team_id, pagerduty.team_id) AS team_id,
        declared.runbook,
        pagerduty.status,
        COALESCE(pagerduty.has_runbook, FALSE) AS has_runbook,
        pagerduty.html_url,
        COALESCE(pagerduty.is_deleted, projects.is_deleted, FALSE) AS is_deleted,
        COALESCE(pagerduty.deleted_at, projects.gone_at) AS deleted_at,
        keys.key
    FROM facts.service_keys AS keys
    LEFT JOIN staging.org_services AS declared
        ON declared.source = keys.source
        AND declared.service = keys.key
    LEFT JOIN facts.team_keys AS teams
        ON teams.source = declared.source
        AND teams.key = declared.team
    LEFT JOIN facts.pagerduty_services AS pagerduty
        ON keys.source = 'pagerduty'
        AND pagerduty.pagerduty_service = keys.key
    LEFT JOIN (
        SELECT
            project_key,
            arg_max(name, NOT is_deleted) AS name,
            bool_and(is_deleted) AS is_deleted,
            MAX(gone_at) AS gone_at
        FROM staging.jira_projects
        GROUP BY
            project_key
    ) AS projects
        ON keys.source = 'jira'
        AND keys.component IS NULL
        AND projects.project_key = keys.key
)

SELECT
    service_id,
    service,
    arg_min(name, (preference, key)) AS name,
    arg_min(team_id, (preference, is_deleted, key)) AS team_id,
    arg_min(status, (is_deleted, key)) AS status,
    bool_or(has_runbook) OR COUNT(runbook) > 0 AS has_runbook,
    arg_min(runbook, preference) AS runbook_url,
    arg_min(html_url, (is_deleted, key)) AS html_url,
    MIN(preference) > 2 AND bool_and(is_deleted) AS is_deleted,
    CASE WHEN MIN(preference) > 2 AND bool_and(is_deleted) THEN MAX(deleted_at) END AS deleted_at,
    arg_min(source, preference) AS source
FROM known
GROUP BY
    service_id,
    service
