-- People whose first known response ever, to the service or to one of the services, is in the 13 weeks that end with the
-- week. n is the number of responses in those weeks.
-- One row per service, team and the whole organisation and kept week since the first response; NULL where there is too
-- little data, and in the first 26 weeks, when everybody is new.
WITH newcomers AS (
    SELECT
        series_id,
        week,
        COUNT(CASE WHEN first_week > week - 13 * 7 THEN 1 END) AS people
    FROM weekly.rolling
    GROUP BY
        series_id,
        week
)

SELECT
    '' AS channel,
    concentration.week,
    concentration.scope,
    concentration.entity,
    CASE
        WHEN concentration.has_enough_data AND concentration.days_of_data >= 26 * 7
            THEN CAST(COALESCE(newcomers.people, 0) AS DOUBLE)
    END AS value,
    concentration.items AS n
FROM weekly.concentration AS concentration
JOIN weekly.series AS series
    ON series.channel = concentration.channel
    AND series.scope = concentration.scope
    AND series.entity = concentration.entity
LEFT JOIN newcomers
    ON newcomers.series_id = series.series_id
    AND newcomers.week = concentration.week
WHERE concentration.channel = 'pages'
