-- Share of the services that have a technical and a product owner, two people, both active in the 90 days up to the week's
-- Sunday. n is the number of services.
-- One row per service, team and the whole organisation and kept week, where anybody is declared an owner of anything.
WITH services AS (
    SELECT
        owners.service,
        owners.team_id,
        owners.week,
        CASE WHEN owners.are_two AND owners.is_technical_active AND owners.is_product_active THEN 1 ELSE 0 END AS is_covered
    FROM weekly.owners AS owners
)

SELECT
    '' AS channel,
    week,
    'service' AS scope,
    service AS entity,
    CAST(is_covered AS DOUBLE) AS value,
    1 AS n
FROM services

UNION ALL

SELECT
    '' AS channel,
    services.week,
    'team' AS scope,
    teams.team AS entity,
    CAST(SUM(services.is_covered) AS DOUBLE) / COUNT(*) AS value,
    COUNT(*) AS n
FROM services
JOIN facts.teams AS teams
    ON teams.team_id = services.team_id
GROUP BY
    services.week,
    teams.team

UNION ALL

SELECT
    '' AS channel,
    week,
    'org' AS scope,
    'organisation' AS entity,
    CAST(SUM(is_covered) AS DOUBLE) / COUNT(*) AS value,
    COUNT(*) AS n
FROM services
GROUP BY
    week
