-- One row per project that the config names or once named.
SELECT
    id                  AS project_id,
    f[1]                AS project_key,
    f[2]                AS name,
    gone_at IS NOT NULL AS is_deleted,
    gone_at
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), ['$.key', '$.name']) AS f
    FROM raw.jira_projects
)
