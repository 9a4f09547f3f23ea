-- One row per series and kept week, from the week of the first contribution on, whether anything happened or not.
-- days_of_data are the days from the first contribution to the week's Sunday, both included; items_so_far is every
-- contribution up to then.
WITH events AS (
    SELECT
        series.series_id,
        weeks.week,
        CAST(weeks.week + 7 - series.first_on AS INTEGER) AS days_of_data,
        0 AS items
    FROM weekly.series AS series
    JOIN weekly.weeks AS weeks
        ON weeks.week + 7 > series.first_on

    UNION ALL

    SELECT
        series_id,
        week,
        NULL AS days_of_data,
        SUM(items) AS items
    FROM weekly.contributions
    GROUP BY
        series_id,
        week
),

totals AS (
    SELECT
        series_id,
        week,
        MAX(days_of_data) AS days_of_data,
        SUM(SUM(items)) OVER (
            PARTITION BY series_id
            ORDER BY week
        ) AS items_so_far
    FROM events
    GROUP BY
        series_id,
        week
)

SELECT
    series.series_id,
    series.channel,
    series.scope,
    series.entity,
    totals.week,
    totals.days_of_data,
    CAST(totals.items_so_far AS BIGINT) AS items_so_far
FROM totals
JOIN weekly.series AS series
    ON series.series_id = totals.series_id
WHERE totals.days_of_data IS NOT NULL
