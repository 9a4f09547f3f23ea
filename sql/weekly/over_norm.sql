-- One row per organisation, team and service and kept week since the first response: eligible_people, and people_over, those of them who
-- passed a norm of load or rest in at least 3 of the last 6 weeks, wherever their load came from. days_of_data are the days
-- from the first response to the week's Sunday. Who these people are is in weekly.person_load.
WITH weeks AS (
    SELECT
        person_id,
        week,
        LAG(week) OVER (PARTITION BY person_id ORDER BY week) AS week_before,
        MAX(week) OVER (PARTITION BY person_id) AS last_week
    FROM weekly.person_load
    WHERE weeks_over_norm >= 3
),

-- Runs of such weeks, from since until before until.
runs AS (
    SELECT
        person_id,
        week AS since,
        COALESCE(LEAD(week_before) OVER (PARTITION BY person_id ORDER BY week), last_week) + 7 AS until
    FROM weeks
    WHERE week_before IS NULL
        OR week_before < week - 7
),

involved AS (
    SELECT
        eligibility.series_id,
        GREATEST(eligibility.since, runs.since) AS since,
        LEAST(eligibility.until, runs.until) AS until
    FROM weekly.eligibility AS eligibility
    JOIN weekly.series AS series
        ON series.series_id = eligibility.series_id
    JOIN runs
        ON runs.person_id = eligibility.person_id
        AND runs.since < eligibility.until
        AND runs.until > eligibility.since
    WHERE series.channel = 'pages'
),

changes AS (
    SELECT
        series_id,
        since AS week,
        1 AS people_over,
        NULL AS days_of_data
    FROM involved

    UNION ALL

    SELECT
        series_id,
        until AS week,
        -1 AS people_over,
        NULL AS days_of_data
    FROM involved

    UNION ALL

    SELECT
        series_id,
        week,
        0 AS people_over,
        days_of_data
    FROM weekly.spine
    WHERE channel = 'pages'
),

sums AS (
    SELECT
        series_id,
        week,
        MAX(days_of_data) AS days_of_data,
        SUM(SUM(people_over)) OVER (
            PARTITION BY series_id
            ORDER BY week
        ) AS people_over
    FROM changes
    GROUP BY
        series_id,
        week
)

SELECT
    eligible.scope,
    eligible.entity,
    sums.week,
    sums.days_of_data,
    CAST(sums.people_over AS INTEGER) AS people_over,
    eligible.eligible_people
FROM sums
JOIN weekly.eligible AS eligible
    ON eligible.series_id = sums.series_id
    AND eligible.week = sums.week
WHERE sums.days_of_data IS NOT NULL
