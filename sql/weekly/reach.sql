-- One row per service and team with an owning team that has members, the whole organisation, and kept week: members of the
-- team on the week's Sunday, and reached, those of them who were on call on one of the 90 days that end with it, at any
-- level of a policy of the service, or of one of the team's services. In the organisation they are everyone in a team that
-- owns a service, and on call for any. Only weeks in which anyone at all was on call there are here.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

-- The weeks in whose 90 days a shift is: those days end with the week's Sunday.
shifts AS (
    SELECT DISTINCT
        on_call.policy,
        on_call.person_id,
        COALESCE(CAST(DATE_TRUNC('week', on_call.first_on) AS DATE), kept.first_week) AS since,
        COALESCE(CAST(DATE_TRUNC('week', on_call.last_on + 90 - 7) AS DATE), kept.last_week) AS until
    FROM facts.on_call AS on_call
    CROSS JOIN kept
),

neighbours AS (
    SELECT
        policy,
        person_id,
        since,
        until,
        MAX(until) OVER (
            PARTITION BY policy, person_id
            ORDER BY since, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS until_before
    FROM shifts
),

-- What a shift adds to those before it, so that each week comes up once.
policy_weeks AS (
    SELECT
        neighbours.policy,
        neighbours.person_id,
        weeks.week
    FROM neighbours
    JOIN weekly.weeks AS weeks
        ON weeks.week >= neighbours.since
        AND weeks.week <= neighbours.until
        AND weeks.week > COALESCE(neighbours.until_before, neighbours.since - 1)
    WHERE neighbours.until > COALESCE(neighbours.until_before, neighbours.since - 1)
),

-- Services of the same team and policy are all the same.
owners AS (
    SELECT DISTINCT
        parts.policy,
        services.team_id
    FROM facts.pagerduty_services AS parts
    JOIN facts.services AS services
        ON services.service_id = parts.service_id
    WHERE parts.policy IS NOT NULL
        AND services.team_id IS NOT NULL
),

members AS (
    SELECT
        members.team_id,
        members.person_id,
        weeks.week
    FROM facts.team_members AS members
    JOIN weekly.weeks AS weeks
        ON (members.since_at IS NULL OR CAST(members.since_at AS DATE) < weeks.week + 7)
        AND (members.left_at IS NULL OR CAST(members.left_at AS DATE) >= weeks.week + 7)
    WHERE members.team_id IN (SELECT team_id FROM owners)
),

sizes AS (
    SELECT
        team_id,
        week,
        COUNT(*) AS members
    FROM members
    GROUP BY
        team_id,
        week
),

policy_reach AS (
    SELECT
        owners.policy,
        owners.team_id,
        policy_weeks.week,
        COUNT(members.person_id) AS reached
    FROM owners
    JOIN policy_weeks
        ON policy_weeks.policy = owners.policy
    LEFT JOIN members
        ON members.team_id = owners.team_id
        AND members.person_id = policy_weeks.person_id
        AND members.week = policy_weeks.week
    GROUP BY
        owners.policy,
        owners.team_id,
        policy_weeks.week
),

service_reach AS (
    SELECT
        rotas.entity AS service,
        policy_weeks.week,
        COUNT(DISTINCT members.person_id) AS reached
    FROM weekly.rotas AS rotas
    JOIN facts.services AS services
        ON services.service = rotas.entity
    JOIN policy_weeks
        ON policy_weeks.policy = rotas.policy
    LEFT JOIN members
        ON members.team_id = services.team_id
        AND members.person_id = policy_weeks.person_id
        AND members.week = policy_weeks.week
    WHERE rotas.scope = 'service'
        AND rotas.policies > 1
    GROUP BY
        rotas.entity,
        policy_weeks.week
),

team_reach AS (
    SELECT
        owners.team_id,
        policy_weeks.week,
        COUNT(DISTINCT members.person_id) AS reached
    FROM owners
    JOIN policy_weeks
        ON policy_weeks.policy = owners.policy
    LEFT JOIN members
        ON members.team_id = owners.team_id
        AND members.person_id = policy_weeks.person_id
        AND members.week = policy_weeks.week
    GROUP BY
        owners.team_id,
        policy_weeks.week
),

on_call_weeks AS (
    SELECT DISTINCT
        person_id,
        week
    FROM policy_weeks
    WHERE policy IN (SELECT policy FROM facts.pagerduty_services)
),

org_members AS (
    SELECT DISTINCT
        person_id,
        week
    FROM members
)

SELECT
    'service' AS scope,
    services.service AS entity,
    policy_reach.week,
    CAST(sizes.members AS INTEGER) AS members,
    CAST(policy_reach.reached AS INTEGER) AS reached
FROM facts.services AS services
JOIN weekly.rotas AS rotas
    ON rotas.scope = 'service'
    AND rotas.entity = services.service
    AND rotas.policies = 1
JOIN policy_reach
    ON policy_reach.policy = rotas.policy
    AND policy_reach.team_id = services.team_id
JOIN sizes
    ON sizes.team_id = services.team_id
    AND sizes.week = policy_reach.week
WHERE NOT services.is_deleted
    OR policy_reach.week <= CAST(services.deleted_at AS DATE)

UNION ALL

SELECT
    'service' AS scope,
    services.service AS entity,
    service_reach.week,
    CAST(sizes.members AS INTEGER) AS members,
    CAST(service_reach.reached AS INTEGER) AS reached
FROM service_reach
JOIN facts.services AS services
    ON services.service = service_reach.service
JOIN sizes
    ON sizes.team_id = services.team_id
    AND sizes.week = service_reach.week

UNION ALL

SELECT
    'team' AS scope,
    teams.team AS entity,
    team_reach.week,
    CAST(sizes.members AS INTEGER) AS members,
    CAST(team_reach.reached AS INTEGER) AS reached
FROM team_reach
JOIN facts.teams AS teams
    ON teams.team_id = team_reach.team_id
JOIN sizes
    ON sizes.team_id = team_reach.team_id
    AND sizes.week = team_reach.week

UNION ALL

SELECT
    'org' AS scope,
    'organisation' AS entity,
    org_members.week,
    CAST(COUNT(*) AS INTEGER) AS members,
    CAST(COUNT(on_call_weeks.person_id) AS INTEGER) AS reached
FROM org_members
LEFT JOIN on_call_weeks
    ON on_call_weeks.person_id = org_members.person_id
    AND on_call_weeks.week = org_members.week
WHERE org_members.week IN (SELECT week FROM on_call_weeks)
GROUP BY
    org_members.week
