-- Effective number of people on call at level 1 in the 13 weeks that end with the week. n is the number of their hours.
-- One row per service, team and the whole organisation and kept week since somebody was first on call; NULL where there is
-- too little data, or the roster is not known.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND seconds >= 10 * 3600 THEN effective_people END AS value,
    CAST(FLOOR(seconds / 3600) AS BIGINT) AS n
FROM weekly.rotation
