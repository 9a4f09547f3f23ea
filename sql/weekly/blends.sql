-- One row per series of the channel 'all', kept week and person with an item in a channel that is present in the 13 weeks that
-- end with the week: the sum of the person's shares of the channels, which the mean of them is in proportion to. items are
-- that sum in whole numbers, 720,720,000 for a whole channel: it has most small divisors, so that equal shares of different
-- channels are equal here. year_items are the items of 52 weeks, of whatever channel.
SELECT
    ranks.series_id,
    ranks.week,
    ranks.person_id,
    ranks.items,
    ranks.year_items,
    ranks.first_week
FROM weekly.ranks AS ranks
JOIN weekly.series AS series
    ON series.series_id = ranks.series_id
WHERE series.channel = 'all'
