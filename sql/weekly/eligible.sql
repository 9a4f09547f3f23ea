-- One row per series and kept week since the first contribution. eligible_people are those with a contribution in the
-- 52 weeks that end with the week: whoever did nothing in the last 13 of them still counts.
--
-- A person comes in with a contribution after none in the 52 weeks before, and goes out 52 weeks after the last one.
WITH neighbours AS (
    SELECT
        series_id,
        week,
        LAG(week) OVER person AS before,
        LEAD(week) OVER person AS after
    FROM weekly.contributions
    WINDOW person AS (
        PARTITION BY series_id, person_id
        ORDER BY week
    )
),

changes AS (
    SELECT
        series_id,
        week,
        1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE before IS NULL
        OR before + 52 * 7 < week

    UNION ALL

    SELECT
        series_id,
        week + 52 * 7 AS week,
        -1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE after IS NULL
        OR week + 52 * 7 < after

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
