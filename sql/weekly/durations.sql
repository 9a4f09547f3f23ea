-- One row per thing that took a while, and entity it is of (service, team, the whole organisation): seconds from when it was
-- opened to when it was resolved. measure is customer_tickets, in the week of their resolution; or several_roles and one_role,
-- incidents of high priority by how many roles responded, in the week in which they were opened.
WITH things AS (
    SELECT
        'customer_tickets' AS measure,
        service_id,
        team_id,
        week,
        EXTRACT(EPOCH FROM resolved_at) - EXTRACT(EPOCH FROM created_at) AS seconds
    FROM facts.tickets
    WHERE is_customer
        AND week IS NOT NULL

    UNION ALL

    SELECT
        CASE WHEN roles > 1 THEN 'several_roles' ELSE 'one_role' END AS measure,
        service_id,
        team_id,
        week,
        seconds_to_resolve AS seconds
    FROM facts.incident_roles
)

SELECT
    things.measure,
    'service' AS scope,
    services.service AS entity,
    things.week,
    CAST(GREATEST(things.seconds, 0) AS BIGINT) AS seconds
FROM things
JOIN facts.services AS services
    ON services.service_id = things.service_id

UNION ALL

SELECT
    things.measure,
    'team' AS scope,
    teams.team AS entity,
    things.week,
    CAST(GREATEST(things.seconds, 0) AS BIGINT) AS seconds
FROM things
JOIN facts.teams AS teams
    ON teams.team_id = things.team_id

UNION ALL

SELECT
    measure,
    'org' AS scope,
    'organisation' AS entity,
    week,
    CAST(GREATEST(seconds, 0) AS BIGINT) AS seconds
FROM things
