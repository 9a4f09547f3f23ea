-- Consecutive quarters with the same busiest person, the 13 weeks that end with the week included. n is the number of
-- items in those 13 weeks.
-- One row per channel, entity and kept week since the entity's first contribution; NULL where there is too little data.
SELECT
    concentration.channel,
    concentration.week,
    concentration.scope,
    concentration.entity,
    CASE WHEN concentration.has_enough_data THEN CAST(top_people.top_tenure AS DOUBLE) END AS value,
    concentration.items AS n
FROM weekly.concentration AS concentration
LEFT JOIN weekly.top_people AS top_people
    ON top_people.channel = concentration.channel
    AND top_people.scope = concentration.scope
    AND top_people.entity = concentration.entity
    AND top_people.week = concentration.week
