-- One row per series that is a channel of an 'all' (all_series_id) and week with an item of it in the 13 weeks that end with
-- the week, over all history. items are how many. is_present: there are enough to go by, 10 of them and 30 days since
-- the first one; a channel with fewer would lend its few items the weight of all that another has.
SELECT
    series.all_series_id,
    series.series_id,
    rolling.week,
    CAST(SUM(rolling.items) AS BIGINT) AS items,
    SUM(rolling.items) >= 10 AND rolling.week + 7 - series.first_on >= 30 AS is_present
FROM weekly.rolling AS rolling
JOIN weekly.series AS series
    ON series.series_id = rolling.series_id
WHERE series.all_series_id IS NOT NULL
GROUP BY
    series.all_series_id,
    series.series_id,
    series.first_on,
    rolling.week
