-- Overlap of the busiest people of the 13 weeks that end with the week and of the 13 before. n is the number of items
-- in the later 13 weeks.
-- One row per channel, entity and kept week since the entity's first contribution; NULL where there is too little data.
-- It is NULL too where one of the two windows has no item.
SELECT
    channel,
    week,
    scope,
    entity,
    CASE WHEN has_enough_data THEN incumbency END AS value,
    items AS n
FROM weekly.concentration
