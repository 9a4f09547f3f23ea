-- One row per series of work, person and span of weeks, from since until before until, in which the person could have done the
-- work of the 13 weeks that end with a week, whether they did any or not: everyone who did some, in a repository in the 52 weeks
-- that end with it; and those of weekly.standing. Of the channel 'all' they are those of any of its channels. Spans of one person
-- do not touch. What a person did so long ago that it is in no window of a kept week is not here.
WITH kept AS (
    SELECT
        MIN(week) AS first_week
    FROM weekly.weeks
),

reaches AS (
    SELECT
        series.series_id,
        CASE WHEN series.channel = 'commits' AND series.scope = 'repo' THEN 52 * 7 ELSE 13 * 7 END AS days,
        kept.first_week - CASE WHEN series.channel = 'commits' AND series.scope = 'repo' THEN 52 * 7 ELSE 13 * 7 END AS before
    FROM weekly.series AS series
    CROSS JOIN kept
    WHERE series.is_work
),

own_spans AS (
    SELECT
        contributions.series_id,
        contributions.person_id,
        contributions.week AS since,
        contributions.week + reaches.days AS until
    FROM weekly.contributions AS contributions
    JOIN reaches
        ON reaches.series_id = contributions.series_id
        AND reaches.before < contributions.week

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
        person_id,
        since,
        MAX(until) OVER (
            PARTITION BY series_id, person_id
            ORDER BY since, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS until_before,
        MAX(until) OVER (PARTITION BY series_id, person_id) AS last_until
    FROM spans
),

-- Where the next one begins, those before it have ended.
runs AS (
    SELECT
        series_id,
        person_id,
        since,
        COALESCE(
            LEAD(until_before) OVER (
                PARTITION BY series_id, person_id
                ORDER BY since
            ),
            last_until
        ) AS until
    FROM neighbours
    WHERE until_before IS NULL
        OR until_before < since
)

SELECT
    series_id,
    person_id,
    since,
    until
FROM runs
