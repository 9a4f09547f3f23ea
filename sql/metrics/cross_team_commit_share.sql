-- Share of the commits of the 13 weeks that end with the week that were written by people outside the team that owns the
-- service. n is the number of commits of which that is known, once for each person who wrote one.
-- One row per service, team and the whole organisation and kept week since the first such commit; NULL where there is too little
-- data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND items >= 10 THEN CAST(part AS DOUBLE) / items END AS value,
    items AS n
FROM weekly.tallies
WHERE measure = 'commits'
