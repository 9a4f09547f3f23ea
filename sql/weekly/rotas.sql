-- One row per escalation policy and entity whose services it serves: a service, a team that owns such services, and the
-- whole organisation. Beside them every policy is an entity of its own, of scope policy. Deleted services are here too.
SELECT
    'service' AS scope,
    service AS entity,
    policy
FROM facts.services
WHERE policy IS NOT NULL

UNION ALL

SELECT DISTINCT
    'team' AS scope,
    teams.team AS entity,
    services.policy
FROM facts.services AS services
JOIN facts.teams AS teams
    ON teams.team_id = services.team_id
WHERE services.policy IS NOT NULL

UNION ALL

SELECT DISTINCT
    'org' AS scope,
    'organisation' AS entity,
    policy
FROM facts.services
WHERE policy IS NOT NULL

UNION ALL

SELECT DISTINCT
    'policy' AS scope,
    policy AS entity,
    policy
FROM facts.services
WHERE policy IS NOT NULL
