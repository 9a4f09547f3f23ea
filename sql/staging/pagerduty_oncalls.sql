-- One row per shift: a person, on call for a level of a policy. Shifts of one person may overlap and repeat: they are on
-- call where any row says so. A shift that a later snapshot no longer had counts up to the last snapshot that had it.
SELECT
    f[1]                     AS escalation_policy_id,
    TRY_CAST(f[2] AS BIGINT) AS level,
    f[3]                     AS schedule_id,   -- NULL: the person is a target of the policy
    f[4]                     AS user_id,
    start_at,                                  -- NULL: always was
    CASE WHEN gone_at IS NULL THEN end_at ELSE least(end_at, confirmed_at) END AS end_at,  -- NULL: no end is planned
    fetched_at               AS first_seen_at,
    confirmed_at
FROM (
    SELECT
        start_at,
        end_at,
        gone_at,
        fetched_at,
        confirmed_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.escalation_policy.id', '$.escalation_level', '$.schedule.id', '$.user.id'
        ]) AS f
    FROM raw.pagerduty_oncalls
)
