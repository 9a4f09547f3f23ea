-- Reassignments per incident of the 13 weeks that end with the week. n is the number of incidents.
-- One row per service, team and the whole organisation and kept week since the first incident; NULL where there is too little
-- data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND incidents >= 10 THEN CAST(reassignments AS DOUBLE) / incidents END AS value,
    incidents AS n
FROM weekly.incidents
