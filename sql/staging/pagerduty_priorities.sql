-- One row per priority of incidents, deleted ones included.
SELECT
    id                   AS priority_id,
    COALESCE(f[1], f[2]) AS name,
    f[3]                 AS description,
    gone_at IS NOT NULL  AS is_deleted
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), ['$.name', '$.summary', '$.description']) AS f
    FROM raw.pagerduty_priorities
)
