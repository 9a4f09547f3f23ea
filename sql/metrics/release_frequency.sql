-- Releases per week in the 13 weeks that end with the week. n is the number of releases.
-- One row per repository, service, team and the whole organisation and kept week since the first release; NULL in the first 30
-- days.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 THEN CAST(items AS DOUBLE) / 13 END AS value,
    items AS n
FROM weekly.tallies
WHERE measure = 'releases'
