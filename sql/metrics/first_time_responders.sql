-- People whose first known response ever, to the service or to one of the services, is in the 13 weeks that end with the
-- week. n is the number of responses in those weeks.
-- One row per service, team and the whole organisation and kept week since the first response; NULL where there is too
-- little data, and in the first 26 weeks, when everybody is new.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN has_enough_data AND days_of_data >= 26 * 7 THEN CAST(newcomers AS DOUBLE) END AS value,
    items AS n
FROM weekly.concentration
WHERE channel = 'pages'
