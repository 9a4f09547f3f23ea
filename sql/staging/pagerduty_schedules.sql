-- One row per schedule, deleted ones included. Who is on call by it is in staging.pagerduty_oncalls.
SELECT
    id                                   AS schedule_id,
    COALESCE(f[1], f[2])                 AS name,
    f[3]                                 AS time_zone,
    f[4]                                 AS description,
    json_extract_string(f[5], '$[*].id') AS user_ids,
    json_extract_string(f[6], '$[*].id') AS team_ids,
    json_extract_string(f[7], '$[*].id') AS escalation_policy_ids,
    gone_at IS NOT NULL                  AS is_deleted,
    gone_at
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.name', '$.summary', '$.time_zone', '$.description', '$.users', '$.teams', '$.escalation_policies'
        ]) AS f
    FROM raw.pagerduty_schedules
)
