-- Share of the responses of the 13 weeks that end with the week that were made by people outside the team that owns the
-- service. n is the number of responses of which that is known.
-- One row per service, team and the whole organisation and kept week since the first incident; NULL where there is too little
-- data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND owned_responses >= 10 THEN CAST(cross_team_responses AS DOUBLE) / owned_responses END AS value,
    owned_responses AS n
FROM weekly.incidents
