-- One row per channel, entity and kept week with a contribution in its 13 weeks: the busiest person. top_tenure is for
-- how many quarters, this one included, that has been the same person, looking back in steps of 13 weeks over all
-- history. A quarter without a contribution ends it.
SELECT
    series.channel,
    series.scope,
    series.entity,
    spreads.week,
    spreads.top_person_id AS person_id,
    spreads.top_tenure
FROM weekly.spreads AS spreads
JOIN weekly.series AS series
    ON series.series_id = spreads.series_id
