-- One row per series, week and person, as in weekly.rolling. rank is 1 for the busiest; of equals, who did more in 52
-- weeks comes first, then who came earlier, and only then who has the smaller key. running_items are the items of
-- everyone up to this rank, all_items those of all.
SELECT
    series_id,
    week,
    person_id,
    items,
    CAST(ROW_NUMBER() OVER ranking AS INTEGER) AS rank,
    CAST(SUM(items) OVER (ranking ROWS UNBOUNDED PRECEDING) AS BIGINT) AS running_items,
    CAST(SUM(items) OVER (ranking ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS all_items
FROM weekly.rolling
WINDOW ranking AS (
    PARTITION BY series_id, week
    ORDER BY items DESC, year_items DESC, first_week, person_id
)
