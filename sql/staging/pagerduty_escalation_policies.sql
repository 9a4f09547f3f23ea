-- One row per escalation policy, deleted ones included. escalation_rules is JSON: the first is level 1.
SELECT
    id                                   AS escalation_policy_id,
    COALESCE(f[1], f[2])                 AS name,
    TRY_CAST(f[3] AS BIGINT)             AS loops,
    json_extract_string(f[4], '$[*].id') AS team_ids,
    json_extract_string(f[5], '$[*].id') AS service_ids,
    f[6]                                 AS escalation_rules,
    gone_at IS NOT NULL                  AS is_deleted,
    gone_at
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.name', '$.summary', '$.num_loops', '$.teams', '$.services', '$.escalation_rules'
        ]) AS f
    FROM raw.pagerduty_escalation_policies
)
