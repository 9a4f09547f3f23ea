-- One row per person and time zone they lived in: time_zone holds from since until the person's next row. The first one
-- known holds for all the time before it too: its since is 1970. time_zone is NULL from where on it is not known, which
-- is where the source has none, or one that DuckDB's list lacks. Who never had a known zone is not here: unknown, not UTC.
WITH versions AS (
    SELECT
        user_id,
        since_at,
        time_zone
    FROM staging.pagerduty_user_versions

    UNION ALL

    SELECT
        user_id,
        fetched_at AS since_at,
        time_zone
    FROM staging.pagerduty_users
    WHERE NOT is_reference
),

-- Of accounts of one person that were read at the same moment the last one counts.
moments AS (
    SELECT
        identities.person_id,
        versions.since_at,
        arg_max(COALESCE(zones.name, ''), versions.user_id) AS time_zone
    FROM versions
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = versions.user_id
    LEFT JOIN pg_timezone_names() AS zones
        ON zones.name = versions.time_zone
    GROUP BY
        identities.person_id,
        versions.since_at
),

changes AS (
    SELECT
        person_id,
        since_at,
        time_zone,
        COALESCE(LAG(time_zone) OVER person, '') AS time_zone_before,
        ROW_NUMBER() OVER person = 1 AS is_first
    FROM moments
    WINDOW person AS (
        PARTITION BY person_id
        ORDER BY since_at
    )
)

SELECT
    person_id,
    CASE WHEN is_first THEN TIMESTAMPTZ '1970-01-01 00:00:00Z' ELSE since_at END AS since,
    NULLIF(time_zone, '') AS time_zone
FROM changes
WHERE time_zone <> time_zone_before
