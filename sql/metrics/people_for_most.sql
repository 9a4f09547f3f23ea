-- Fewest people with at least 80 % of the items of the 13 weeks that end with the week. n is the number of items.
-- One row per channel, entity and kept week since the entity's first contribution; NULL where there is too little data.
SELECT
    channel,
    week,
    scope,
    entity,
    CASE WHEN has_enough_data THEN CAST(people_for_most AS DOUBLE) END AS value,
    items AS n
FROM weekly.concentration
