-- One row per series of work and kept week since the first contribution. eligible_people are those who could have done the work of
-- the 13 weeks that end with the week, whether they did any or not: everyone who did some, in a repository in the 52 weeks
-- that end with it; and those of weekly.standing. Of the channel 'all' they are those of any of its channels.
--
-- Each of these makes a person eligible for a span of weeks; a person comes in and goes out with every run of spans that
-- overlap or touch.
WITH own_spans AS (
    SELECT
        contributions.series_id,
        contributions.person_id,
        contributions.week AS since,
        contributions.week + CASE WHEN series.channel = 'commits' AND series.scope = 'repo' THEN 52 * 7 ELSE 13 * 7 END AS until
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

spans AS (
    SELECT
        series_id,
        person_id,
        since,
        until
    FROM own_spans

    UNION ALL

    SELECT
        series.all_series_id AS series_id,
        own_spans.person_id,
        own_spans.since,
        own_spans.until
    FROM own_spans
    JOIN weekly.series AS series
        ON series.series_id = own_spans.series_id
    WHERE series.all_series_id IS NOT NULL
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
