-- One row per series of work and kept week since the first contribution. eligible_people are those who could have done the work of
-- the 13 weeks that end with the week, whether they did any or not. Of commits: everyone with a contribution in the 52
-- weeks that end with it. Of pages: everyone on call in the 13 weeks for a policy of the entity's services, at any level;
-- members of the team that owns them, also those who left in these weeks; and everyone who responded.
--
-- Each of these makes a person eligible for a span of weeks; a person comes in and goes out with every run of spans that
-- overlap or touch.
WITH spans AS (
    SELECT
        contributions.series_id,
        contributions.person_id,
        contributions.week AS since,
        contributions.week + CASE WHEN series.channel = 'commits' THEN 52 * 7 ELSE 13 * 7 END AS until
    FROM weekly.contributions AS contributions
    JOIN weekly.series AS series
        ON series.series_id = contributions.series_id
    WHERE series.is_work

    UNION ALL

    SELECT
        series_id,
        person_id,
        since,
        until
    FROM weekly.standing
),

neighbours AS (
    SELECT
        series_id,
        since,
        until,
        MAX(until) OVER (person ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until_before,
        LEAD(since) OVER person AS since_after
    FROM spans
    WINDOW person AS (
        PARTITION BY series_id, person_id
        ORDER BY since, until
    )
),

changes AS (
    SELECT
        series_id,
        since AS week,
        1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE until_before IS NULL
        OR until_before < since

    UNION ALL

    SELECT
        series_id,
        GREATEST(until, COALESCE(until_before, until)) AS week,
        -1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE since_after IS NULL
        OR GREATEST(until, COALESCE(until_before, until)) < since_after

    UNION ALL

    SELECT
        series_id,
        week,
        0 AS people,
        1 AS is_kept
    FROM weekly.spine
),

sums AS (
    SELECT
        series_id,
        week,
        MAX(is_kept) AS is_kept,
        SUM(SUM(people)) OVER (
            PARTITION BY series_id
            ORDER BY week
        ) AS eligible_people
    FROM changes
    GROUP BY
        series_id,
        week
)

SELECT
    series.series_id,
    series.channel,
    series.scope,
    series.entity,
    sums.week,
    CAST(sums.eligible_people AS INTEGER) AS eligible_people
FROM sums
JOIN weekly.series AS series
    ON series.series_id = sums.series_id
WHERE sums.is_kept = 1
    AND series.is_work
