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

-- The weeks in whose 90 days a shift is: those days end with the week's Sunday. Weeks are counted from the first kept one, and
-- policy and person are one number: of a million shifts that is cheaper to group and to sort than dates, texts and two of them.
spans AS (
    SELECT
        CAST(policies.policy_id AS BIGINT) * 4294967296 + on_call.person_id AS who,
        CAST(FLOOR((GREATEST(COALESCE(on_call.first_on, kept.first_week), kept.first_week) - kept.first_week) / 7.0) AS INTEGER) AS since,
        CAST(FLOOR((LEAST(COALESCE(on_call.last_on + 90 - 7, kept.last_week), kept.last_week + 6) - kept.first_week) / 7.0) AS INTEGER) AS until
    FROM facts.on_call AS on_call
    CROSS JOIN kept
    JOIN facts.policies AS policies
        ON policies.policy = on_call.policy
),

shifts AS (
    SELECT
        who,
        since,
        MAX(until) AS until
    FROM spans
    WHERE since <= until
    GROUP BY
        who,
        since
),

neighbours AS (
    SELECT
        who,
        since,
        until,
        MAX(until) OVER (
            PARTITION BY who
            ORDER BY since
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS until_before
    FROM shifts
),

-- What a shift adds to those before it, so that each week comes up once.
additions AS (
    SELECT
        who,
        GREATEST(since, COALESCE(until_before + 1, since)) AS since,
        until - GREATEST(since, COALESCE(until_before + 1, since)) + 1 AS weeks
    FROM neighbours
    WHERE until > COALESCE(until_before, since - 1)
),

numbers AS (
    SELECT
        CAST(ROW_NUMBER() OVER (ORDER BY week) AS INTEGER) AS n
    FROM weekly.weeks
),

-- Every number of weeks, with each of them: to join a million shifts by that is cheaper than by the weeks they are between.
counted AS (
    SELECT
        numbers.n AS weeks,
        nth.n - 1 AS later
    FROM numbers
    JOIN numbers AS nth
        ON nth.n <= numbers.n
),

policy_weeks AS (
    SELECT
        CAST(additions.who >> 32 AS INTEGER) AS policy_id,
        CAST(additions.who & 4294967295 AS INTEGER) AS person_id,
        kept.first_week + 7 * (additions.since + counted.later) AS week
    FROM additions
    CROSS JOIN kept
    JOIN counted
        ON counted.weeks = additions.weeks
),

-- Services of the same team and policy are all the same.
owners AS (
    SELECT DISTINCT
        policies.policy_id,
        services.team_id
    FROM facts.pagerduty_services AS parts
    JOIN facts.services AS services
        ON services.service_id = parts.service_id
    JOIN facts.policies AS policies
        ON policies.policy = parts.policy
    WHERE services.team_id IS NOT NULL
),

-- In the weeks after one and until another.
members AS (
    SELECT
        members.team_id,
        members.person_id,
        COALESCE(CAST(members.since_at AS DATE), kept.first_week) - 7 AS after,
        COALESCE(CAST(members.left_at AS DATE) - 7, kept.last_week) AS until
    FROM facts.team_members AS members
    CROSS JOIN kept
    WHERE members.team_id IN (SELECT team_id FROM owners)
),

member_weeks AS (
    SELECT
        members.team_id,
        members.person_id,
        weeks.week
    FROM members
    JOIN weekly.weeks AS weeks
        ON weeks.week > members.after
        AND weeks.week <= members.until
),

sizes AS (
    SELECT
        team_id,
        week,
        COUNT(*) AS members
    FROM member_weeks
    GROUP BY
        team_id,
        week
),

-- member_id is NULL of those who were on call and in another team.
owner_weeks AS (
    SELECT
        owners.policy_id,
        owners.team_id,
        policy_weeks.week,
        CASE WHEN policy_weeks.week > members.after AND policy_weeks.week <= members.until THEN members.person_id END AS member_id
    FROM policy_weeks
    JOIN owners
        ON owners.policy_id = policy_weeks.policy_id
    LEFT JOIN members
        ON members.team_id = owners.team_id
        AND members.person_id = policy_weeks.person_id
),

policy_reach AS (
    SELECT
        policy_id,
        team_id,
        week,
        COUNT(member_id) AS reached
    FROM owner_weeks
    GROUP BY
        policy_id,
        team_id,
        week
),

policy_sizes AS MATERIALIZED (
    SELECT
        policy_reach.policy_id,
        policy_reach.team_id,
        policy_reach.week,
        CAST(sizes.members AS INTEGER) AS members,
        CAST(policy_reach.reached AS INTEGER) AS reached
    FROM policy_reach
    JOIN sizes
        ON sizes.team_id = policy_reach.team_id
        AND sizes.week = policy_reach.week
),

-- Services with one policy. They are found before they are joined with the weeks, which makes a hundred rows of each.
owned AS MATERIALIZED (
    SELECT
        services.service,
        services.team_id,
        policies.policy_id,
        services.is_deleted,
        CAST(services.deleted_at AS DATE) AS deleted_on
    FROM facts.services AS services
    JOIN weekly.rotas AS rotas
        ON rotas.scope = 'service'
        AND rotas.entity = services.service
        AND rotas.policies = 1
    JOIN facts.policies AS policies
        ON policies.policy = rotas.policy
),

service_reach AS (
    SELECT
        services.service,
        services.team_id,
        policy_weeks.week,
        COUNT(DISTINCT members.person_id) AS reached
    FROM policy_weeks
    JOIN facts.policies AS policies
        ON policies.policy_id = policy_weeks.policy_id
    JOIN weekly.rotas AS rotas
        ON rotas.policy = policies.policy
    JOIN facts.services AS services
        ON services.service = rotas.entity
    LEFT JOIN members
        ON members.team_id = services.team_id
        AND members.person_id = policy_weeks.person_id
        AND members.after < policy_weeks.week
        AND members.until >= policy_weeks.week
    WHERE rotas.scope = 'service'
        AND rotas.policies > 1
    GROUP BY
        services.service,
        services.team_id,
        policy_weeks.week
),

team_reach AS (
    SELECT
        team_id,
        week,
        COUNT(DISTINCT member_id) AS reached
    FROM owner_weeks
    GROUP BY
        team_id,
        week
),

on_call_weeks AS (
    SELECT DISTINCT
        person_id,
        week
    FROM policy_weeks
    WHERE policy_id IN (
        SELECT policies.policy_id
        FROM facts.pagerduty_services AS parts
        JOIN facts.policies AS policies
            ON policies.policy = parts.policy
    )
),

org_members AS (
    SELECT DISTINCT
        person_id,
        week
    FROM member_weeks
)

SELECT
    'service' AS scope,
    owned.service AS entity,
    policy_sizes.week,
    policy_sizes.members,
    policy_sizes.reached
FROM policy_sizes
JOIN owned
    ON owned.policy_id = policy_sizes.policy_id
    AND owned.team_id = policy_sizes.team_id
WHERE NOT owned.is_deleted
    OR policy_sizes.week <= owned.deleted_on

UNION ALL

SELECT
    'service' AS scope,
    service_reach.service AS entity,
    service_reach.week,
    CAST(sizes.members AS INTEGER) AS members,
    CAST(service_reach.reached AS INTEGER) AS reached
FROM service_reach
JOIN sizes
    ON sizes.team_id = service_reach.team_id
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
