-- One row per person and time zone they lived in: time_zone holds from since until the person's next row. The first one
-- known holds for all the time before it too: its since is 1970. time_zone is NULL from where on it is not known. Known it
-- is from PagerDuty's user with its history; where that has none, or one that DuckDB's list lacks, from org.yaml; where that
-- has none either, from Jira's user, whose zone is often only the site's. Who never had a known zone is not here: unknown,
-- not UTC.
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

declared AS (
    SELECT
        identities.person_id,
        people.time_zone,
        '1' || people.person AS preference
    FROM staging.org_people AS people
    JOIN facts.identities AS identities
        ON identities.source = 'org'
        AND identities.account = people.person

    UNION ALL

    SELECT
        identities.person_id,
        users.time_zone,
        '2' || users.user_id AS preference
    FROM staging.jira_users AS users
    JOIN facts.identities AS identities
        ON identities.source = 'jira'
        AND identities.account = users.user_id
),

fallbacks AS (
    SELECT
        declared.person_id,
        arg_min(declared.time_zone, declared.preference) AS time_zone
    FROM declared
    JOIN pg_timezone_names() AS zones
        ON zones.name = declared.time_zone
    GROUP BY
        declared.person_id
),

-- Of accounts of one person that were read at the same moment the last one counts.
moments AS (
    SELECT
        identities.person_id,
        versions.since_at,
        arg_max(COALESCE(zones.name, fallbacks.time_zone, ''), versions.user_id) AS time_zone
    FROM versions
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = versions.user_id
    LEFT JOIN pg_timezone_names() AS zones
        ON zones.name = versions.time_zone
    LEFT JOIN fallbacks
        ON fallbacks.person_id = identities.person_id
    GROUP BY
        identities.person_id,
        versions.since_at

    UNION ALL

    SELECT
        person_id,
        TIMESTAMPTZ '1970-01-01 00:00:00Z' AS since_at,
        time_zone
    FROM fallbacks
    WHERE person_id NOT IN (
        SELECT
            identities.person_id
        FROM versions
        JOIN facts.identities AS identities
            ON identities.source = 'pagerduty'
            AND identities.account = versions.user_id
    )
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
