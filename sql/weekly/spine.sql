-- One row per series and kept week, from the week of the first contribution on, whether anything happened or not.
-- days_of_data are the days from the first contribution to the week's Sunday, both included; items_so_far is every
-- contribution up to then, NULL but of commits and code: nobody asks of others.
WITH spine AS (
    SELECT
        series.series_id,
        series.channel,
        series.scope,
        series.entity,
        weeks.week,
        CAST(weeks.week + 7 - series.first_on AS INTEGER) AS days_of_data
    FROM weekly.series AS series
    JOIN weekly.weeks AS weeks
        ON weeks.week + 7 > series.first_on
),

events AS (
    SELECT
        series_id,
        week,
        0 AS items
    FROM spine
    WHERE channel IN ('code', 'commits')

    UNION ALL

    SELECT
        contributions.series_id,
        contributions.week,
        SUM(contributions.items) AS items
    FROM weekly.contributions AS contributions
    JOIN weekly.series AS series
        ON series.series_id = contributions.series_id
    WHERE series.channel IN ('code', 'commits')
    GROUP BY
        contributions.series_id,
        contributions.week
),

totals AS (
    SELECT
        series_id,
        week,
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
    spine.series_id,
    spine.channel,
    spine.scope,
    spine.entity,
    spine.week,
    spine.days_of_data,
    CAST(totals.items_so_far AS BIGINT) AS items_so_far
FROM spine
LEFT JOIN totals
    ON totals.series_id = spine.series_id
    AND totals.week = spine.week
