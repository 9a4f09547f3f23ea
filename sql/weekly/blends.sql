-- One row per series of the channel 'all', week and person with an item in a channel that is present in the 13 weeks that end
-- with the week, over all history: the sum of the person's shares of the channels, which the mean of them is in proportion
-- to. items are that sum in whole numbers, 720,720,000 for a whole channel: it has most small divisors, so that equal
-- shares of different channels are equal here. year_items are the items of 52 weeks, of whatever channel.
SELECT
    parts.all_series_id AS series_id,
    rolling.week,
    rolling.person_id,
    CAST(SUM(ROUND(CAST(rolling.items AS DOUBLE) * 720720000 / parts.items)) AS BIGINT) AS items,
    CAST(SUM(rolling.year_items) AS BIGINT) AS year_items,
    MIN(rolling.first_week) AS first_week
FROM weekly.parts AS parts
JOIN weekly.rolling AS rolling
    ON rolling.series_id = parts.series_id
    AND rolling.week = parts.week
WHERE parts.is_present
GROUP BY
    parts.all_series_id,
    rolling.week,
    rolling.person_id
