-- One row per team, deleted ones included.
SELECT
    id                   AS team_id,
    COALESCE(f[1], f[2]) AS name,
    f[3]                 AS description,
    f[4]                 AS parent_team_id,
    gone_at IS NOT NULL  AS is_deleted,
    gone_at
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), ['$.name', '$.summary', '$.description', '$.parent.id']) AS f
    FROM raw.pagerduty_teams
)
