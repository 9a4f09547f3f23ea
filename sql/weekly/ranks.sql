-- One row per series, week and person, as in weekly.rolling and weekly.blends, of the channels that are work. rank is 1 for the
-- busiest; of equals, who did more in 52 weeks comes first, then who came earlier, and only then who has the smaller
-- key. running_items are the items of everyone up to this rank, all_items those of all.
SELECT
    rolling.series_id,
    rolling.week,
    rolling.person_id,
    rolling.items,
    rolling.first_week,
    CAST(ROW_NUMBER() OVER ranking AS INTEGER) AS rank,
    CAST(SUM(rolling.items) OVER (ranking ROWS UNBOUNDED PRECEDING) AS BIGINT) AS running_items,
    CAST(SUM(rolling.items) OVER (ranking ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS all_items
FROM (
    SELECT
        series_id,
        week,
        person_id,
        items,
        year_items,
        first_week
    FROM weekly.rolling

    UNION ALL

    SELECT
        series_id,
        week,
        person_id,
        items,
        year_items,
        first_week
    FROM weekly.blends
) AS rolling
JOIN weekly.series AS series
    ON series.series_id = rolling.series_id
WHERE series.is_work
WINDOW ranking AS (
    PARTITION BY rolling.series_id, rolling.week
    ORDER BY rolling.items DESC, rolling.year_items DESC, rolling.first_week, rolling.person_id
)
