-- One row per team, deleted ones included. team is the key in exports. source is the first that knows it of org.yaml,
-- backstage, pagerduty and codeowners, and names it; is_declared is that of the first two.
WITH known AS (
    SELECT
        keys.team_id,
        keys.team,
        keys.source,
        list_position(['org.yaml', 'backstage', 'pagerduty', 'codeowners'], keys.source) AS preference,
        COALESCE(declared.name, teams.name, regexp_extract(keys.key, '[^/]+$')) AS name,
        COALESCE(teams.is_deleted, FALSE) AS is_deleted,
        teams.gone_at AS deleted_at
    FROM facts.team_keys AS keys
    LEFT JOIN staging.org_teams AS declared
        ON declared.source = keys.source
        AND declared.team = keys.key
    LEFT JOIN staging.pagerduty_teams AS teams
        ON keys.source = 'pagerduty'
        AND teams.team_id = keys.key
)

SELECT
    team_id,
    team,
    COALESCE(arg_min(name, preference), team) AS name,
    MIN(preference) <= 2 AS is_declared,
    arg_min(source, preference) AS source,
    bool_and(is_deleted) AS is_deleted,
    CASE WHEN bool_and(is_deleted) THEN MAX(deleted_at) END AS deleted_at
FROM known
GROUP BY
    team_id,
    team
