-- Share of the eligible people with an item in the 13 weeks that end with the week. n is the number of items.
-- One row per channel, entity and kept week since the entity's first contribution; NULL where there is too little data.
SELECT
    channel,
    week,
    scope,
    entity,
    CASE WHEN has_enough_data THEN participation END AS value,
    items AS n
FROM weekly.concentration
