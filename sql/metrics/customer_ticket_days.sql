-- Median days from the creation of a ticket of a customer to its resolution, of those resolved in the 13 weeks that end with the
-- week. n is the number of these tickets.
-- One row per service, team and the whole organisation and kept week since the first such resolution; NULL where there is too
-- little data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND items >= 10 THEN median_seconds / 86400 END AS value,
    items AS n
FROM weekly.medians
WHERE measure = 'customer_tickets'
