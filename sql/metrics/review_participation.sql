-- Share of the people eligible for tickets who wrote, edited or commented on a post-incident review in the 13 weeks that end
-- with the week. n is the number of these acts.
-- One row per service, team and the whole organisation and kept week since the first such act; NULL where there is too little
-- data, or nobody's ticket was ever resolved.
SELECT
    '' AS channel,
    tallies.week,
    tallies.scope,
    tallies.entity,
    CASE
        WHEN tallies.days_of_data >= 30 AND tallies.items >= 10 AND eligible.eligible_people > 0
            THEN CAST(reviewers.people AS DOUBLE) / eligible.eligible_people
    END AS value,
    tallies.items AS n
FROM weekly.tallies AS tallies
LEFT JOIN weekly.reviewers AS reviewers
    ON reviewers.scope = tallies.scope
    AND reviewers.entity = tallies.entity
    AND reviewers.week = tallies.week
LEFT JOIN weekly.eligible AS eligible
    ON eligible.channel = 'tickets'
    AND eligible.scope = tallies.scope
    AND eligible.entity = tallies.entity
    AND eligible.week = tallies.week
WHERE tallies.measure = 'reviews'
