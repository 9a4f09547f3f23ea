-- One row per service, deleted ones included.
SELECT
    id                                   AS service_id,
    COALESCE(f[1], f[2])                 AS name,
    f[3]                                 AS description,
    f[4]                                 AS status,
    TRY_CAST(f[5] AS TIMESTAMPTZ)        AS created_at,
    f[6]                                 AS escalation_policy_id,
    json_extract_string(f[7], '$[*].id') AS team_ids,
    json_array_length(f[8])              AS integrations,
    f[9]                                 AS html_url,
    gone_at IS NOT NULL                  AS is_deleted,
    gone_at
FROM (
    SELECT
        id,
        gone_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.name', '$.summary', '$.description', '$.status', '$.created_at', '$.escalation_policy.id', '$.teams',
            '$.integrations', '$.html_url'
        ]) AS f
    FROM raw.pagerduty_services
)
