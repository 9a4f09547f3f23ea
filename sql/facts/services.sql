-- One row per service, deleted ones included. service is the key in exports; source is where it comes from: org.yaml or
-- backstage where it is declared, pagerduty for a service there that no declared one claims, jira for a project of that
-- kind. team_id is the team that owns it: by org.yaml, else by Backstage, else by its services in PagerDuty, else the one to
-- which CODEOWNERS gives more than half of its files; NULL where nobody owns it. status is PagerDuty's. has_runbook: one is declared (runbook_url), or a service of PagerDuty that belongs
-- to it has one. A declared service is never deleted; what became of its parts is in facts.pagerduty_services.
WITH owned_files AS (
    SELECT
        paths.service_id,
        owners.team_id,
        COUNT(*) AS files
    FROM facts.service_paths AS paths
    JOIN facts.trees AS trees
        ON trees.repo_id = paths.repo_id
        AND trees.path_id = paths.path_id
        AND trees.until_week IS NULL
    LEFT JOIN facts.path_rules AS rules
        ON rules.repo_id = paths.repo_id
        AND rules.path_id = paths.path_id
    LEFT JOIN (
        SELECT
            repo_id,
            line,
            MIN(team_id) AS team_id
        FROM facts.path_owners
        GROUP BY
            repo_id,
            line
        HAVING COUNT(DISTINCT team_id) = 1
    ) AS owners
        ON owners.repo_id = rules.repo_id
        AND owners.line = rules.line
    WHERE EXISTS (SELECT 1 FROM facts.path_owners)
    GROUP BY
        paths.service_id,
        owners.team_id
),

code_teams AS (
    SELECT
        service_id,
        arg_max(team_id, files) AS team_id
    FROM owned_files
    GROUP BY
        service_id
    HAVING MAX(CASE WHEN team_id IS NOT NULL THEN files END) * 2 > SUM(files)
),

known AS (
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
    known.service_id,
    known.service,
    arg_min(name, (preference, key)) AS name,
    COALESCE(arg_min(known.team_id, (preference, is_deleted, key)), MIN(code_teams.team_id)) AS team_id,
    arg_min(status, (is_deleted, key)) AS status,
    bool_or(has_runbook) OR COUNT(runbook) > 0 AS has_runbook,
    arg_min(runbook, preference) AS runbook_url,
    arg_min(html_url, (is_deleted, key)) AS html_url,
    MIN(preference) > 2 AND bool_and(is_deleted) AS is_deleted,
    CASE WHEN MIN(preference) > 2 AND bool_and(is_deleted) THEN MAX(deleted_at) END AS deleted_at,
    arg_min(source, preference) AS source
FROM known
LEFT JOIN code_teams
    ON code_teams.service_id = known.service_id
GROUP BY
    known.service_id,
    known.service
