-- One row per series, week and person with a contribution in the 13 weeks that end with the week, over all history up to
-- the last kept week. items are the contributions of those 13 weeks, year_items those of the 52 weeks that end with the
-- week, first_week is the person's first week there. People without an item are not here: weekly.eligible counts them. Nor is
-- the channel 'all', which is in weekly.blends.
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
WHERE series.channel <> 'all'

UNION ALL

SELECT
    series_id,
    week,
    person_id,
    items,
    year_items,
    first_week
FROM weekly.unranked
