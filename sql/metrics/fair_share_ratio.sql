-- Share of a person in the pages of the rotas they are on, divided by their share in the hours on call at level 1, in the 13
-- weeks that end with the week. n is the number of pages of everyone on these rotas.
-- One row per person and kept week with time on call in those weeks; NULL where there is too little data. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    shares.week,
    'person' AS scope,
    people.person AS entity,
    CASE
        WHEN shares.days_of_data >= 30 AND shares.pages_of_all >= 10
            THEN (CAST(shares.pages AS DOUBLE) * shares.seconds_of_all) / (CAST(shares.pages_of_all AS DOUBLE) * shares.seconds)
    END AS value,
    shares.pages_of_all AS n
FROM weekly.fair_shares AS shares
JOIN facts.people AS people
    ON people.person_id = shares.person_id
