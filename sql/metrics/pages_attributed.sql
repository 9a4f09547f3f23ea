-- Share of the pages and responses of the 13 weeks that end with the week that are known to be somebody's. n is the number
-- of pages and responses, and of incidents with an action that nobody is named for.
-- One row per service, team and the whole organisation and kept week since the first incident; NULL where there is too little
-- data.
SELECT
    '' AS channel,
    coverage.week,
    coverage.scope,
    coverage.entity,
    CASE
        WHEN incidents.days_of_data >= 30 AND coverage.used + coverage.left_out >= 10
            THEN CAST(coverage.used AS DOUBLE) / (coverage.used + coverage.left_out)
    END AS value,
    coverage.used + coverage.left_out AS n
FROM weekly.coverage AS coverage
JOIN weekly.incidents AS incidents
    ON incidents.scope = coverage.scope
    AND incidents.entity = coverage.entity
    AND incidents.week = coverage.week
WHERE coverage.basis = 'pages'
