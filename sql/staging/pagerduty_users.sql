-- One row per user ever seen. Of a user who was deleted before we first looked only references are known: a name, and
-- is_reference. time_zone NULL is the account's zone, or unknown where is_reference. user_place is the place among all by id: a
-- number to join the many log entries by.
SELECT
    id                                   AS user_id,
    ROW_NUMBER() OVER (ORDER BY id)::INTEGER AS user_place,
    COALESCE(f[1], f[2])                 AS name,
    lower(f[3])                          AS email,
    f[4]                                 AS time_zone,
    f[5]                                 AS role,
    f[6]                                 AS job_title,
    json_extract_string(f[7], '$[*].id') AS team_ids,
    is_reference,
    gone_at IS NOT NULL                  AS is_deleted,
    gone_at,
    fetched_at
FROM (
    SELECT
        id,
        is_reference,
        gone_at,
        fetched_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.name', '$.summary', '$.email', '$.time_zone', '$.role', '$.job_title', '$.teams'
        ]) AS f
    FROM raw.pagerduty_users
)
