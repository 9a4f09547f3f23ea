-- People who passed a norm of load or rest in at least 3 of the last 6 weeks. n is the number of eligible people.
-- One row per organisation, team and service and kept week since the first response; NULL where there is too little data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 THEN CAST(people_over AS DOUBLE) END AS value,
    eligible_people AS n
FROM weekly.over_norm
