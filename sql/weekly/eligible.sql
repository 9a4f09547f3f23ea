-- One row per series of work and kept week since the first contribution: eligible_people are how many could have done the work of
-- the 13 weeks that end with the week, those of weekly.eligibility.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
    HAVING COUNT(*) > 0
),

-- What began before the first kept week is the same to it as if it began in it.
changes AS (
    SELECT
        eligibility.series_id,
        GREATEST(eligibility.since, kept.first_week) AS week,
        1 AS people,
        0 AS is_kept
    FROM weekly.eligibility AS eligibility
    CROSS JOIN kept

    UNION ALL

    SELECT
        eligibility.series_id,
        GREATEST(eligibility.until, kept.first_week) AS week,
        -1 AS people,
        0 AS is_kept
    FROM weekly.eligibility AS eligibility
    JOIN kept
        ON eligibility.until <= kept.last_week

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
