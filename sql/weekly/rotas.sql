-- One row per escalation policy and entity whose services it serves: a service, a team that owns such services, and the
-- whole organisation. Beside them every policy is an entity of its own, of scope policy. Deleted services are here too.
-- policies are how many the entity has: a service with one has the rota of that policy.
WITH served AS (
    SELECT DISTINCT
        services.service,
        services.team_id,
        parts.policy
    FROM facts.pagerduty_services AS parts
    JOIN facts.services AS services
        ON services.service_id = parts.service_id
    WHERE parts.policy IS NOT NULL
),

rotas AS (
    SELECT
        'service' AS scope,
        service AS entity,
        policy
    FROM served

    UNION ALL

    SELECT DISTINCT
        'team' AS scope,
        teams.team AS entity,
        served.policy
    FROM served
    JOIN facts.teams AS teams
        ON teams.team_id = served.team_id

    UNION ALL

    SELECT DISTINCT
        'org' AS scope,
        'organisation' AS entity,
        policy
    FROM served

    UNION ALL

    SELECT DISTINCT
        'policy' AS scope,
        policy AS entity,
        policy
    FROM served
)

SELECT
    scope,
    entity,
    policy,
    CAST(COUNT(*) OVER (PARTITION BY scope, entity) AS INTEGER) AS policies
FROM rotas
