-- Share of the work of the 13 weeks that end with the week that is of people known beyond one account. n is the number of
-- contributions.
-- One row per service, team, repository and the whole organisation and kept week since the first contribution; NULL where
-- there is too little data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE
        WHEN days_of_data >= 30 AND items >= 10
            THEN CAST(known_items AS DOUBLE) / items
    END AS value,
    items AS n
FROM weekly.identified
