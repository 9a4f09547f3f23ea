-- One row per version of a user that a later one replaced: what held from since_at to until_at. The version that holds
-- now is in staging.pagerduty_users.
SELECT
    id           AS user_id,
    f[1]         AS name,
    lower(f[2])  AS email,
    f[3]         AS time_zone,
    fetched_at   AS since_at,
    replaced_at  AS until_at
FROM (
    SELECT
        id,
        fetched_at,
        replaced_at,
        json_extract_string(COALESCE(readable, payload), ['$.name', '$.email', '$.time_zone']) AS f
    FROM raw.pagerduty_user_versions
)
