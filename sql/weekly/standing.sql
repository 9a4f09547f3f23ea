-- One row per series of pages, tickets or reliability commits, person and span of weeks, from since until before until, in which
-- the person could be expected to do such work, whether they did any or not. Spans of one person may overlap.
--
-- Of pages and tickets: who was on call for a policy of the entity's services at any level in the 13 weeks that end with a
-- week, and members of the team that owns them, also those who left in these weeks. Of tickets also: who had a hand in one
-- in these weeks. Of reliability commits of a service, a team or the organisation: who had any commit there in the 52
-- weeks that end with a week.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

-- Policy and person are one number: of a million shifts that is cheaper to group and to sort than a text and a number.
days AS (
    SELECT
        CAST(policies.policy_id AS BIGINT) * 4294967296 + on_call.person_id AS who,
        COALESCE(on_call.first_on, kept.first_week) AS first_on,
        COALESCE(on_call.last_on, kept.last_week) AS last_on
    FROM facts.on_call AS on_call
    CROSS JOIN kept
    JOIN facts.policies AS policies
        ON policies.policy = on_call.policy
    WHERE COALESCE(on_call.first_on, kept.first_week) < kept.last_week + 7
        AND COALESCE(on_call.last_on, kept.last_week) >= kept.first_week - 12 * 7
),

shifts AS (
    SELECT
        who,
        first_on - CAST(MOD(first_on - DATE '0001-01-01', 7) AS INTEGER) AS since,
        MAX(last_on - CAST(MOD(last_on - DATE '0001-01-01', 7) AS INTEGER)) + 13 * 7 AS until
    FROM days
    GROUP BY
        who,
        first_on - CAST(MOD(first_on - DATE '0001-01-01', 7) AS INTEGER)
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

ends AS (
    SELECT
        who,
        MAX(until) AS last_until
    FROM shifts
    GROUP BY
        who
),

-- Where the next one begins, those before it have ended.
runs AS (
    SELECT
        who,
        since,
        LEAD(until_before) OVER (
            PARTITION BY who
            ORDER BY since
        ) AS until
    FROM neighbours
    WHERE until_before IS NULL
        OR until_before < since
),

rota_spans AS (
    SELECT
        policies.policy,
        CAST(runs.who & 4294967295 AS INTEGER) AS person_id,
        runs.since,
        COALESCE(runs.until, ends.last_until) AS until
    FROM runs
    JOIN ends
        ON ends.who = runs.who
    JOIN facts.policies AS policies
        ON policies.policy_id = runs.who >> 32
),

members AS (
    SELECT
        members.team_id,
        members.person_id,
        COALESCE(CAST(DATE_TRUNC('week', members.since_at) AS DATE), kept.first_week) AS since,
        COALESCE(CAST(DATE_TRUNC('week', members.left_at) AS DATE), kept.last_week) + 13 * 7 AS until
    FROM facts.team_members AS members
    CROSS JOIN kept
)

SELECT
    series.series_id,
    rota_spans.person_id,
    rota_spans.since,
    rota_spans.until
FROM rota_spans
JOIN weekly.rotas AS rotas
    ON rotas.policy = rota_spans.policy
JOIN weekly.series AS series
    ON series.channel IN ('pages', 'tickets')
    AND series.scope = rotas.scope
    AND series.entity = rotas.entity

UNION ALL

SELECT
    series.series_id,
    members.person_id,
    members.since,
    members.until
FROM members
JOIN facts.services AS services
    ON services.team_id = members.team_id
JOIN weekly.series AS series
    ON series.channel IN ('pages', 'tickets')
    AND series.scope = 'service'
    AND series.entity = services.service

UNION ALL

SELECT
    series.series_id,
    members.person_id,
    members.since,
    members.until
FROM members
JOIN facts.teams AS teams
    ON teams.team_id = members.team_id
JOIN weekly.series AS series
    ON series.channel IN ('pages', 'tickets')
    AND series.scope = 'team'
    AND series.entity = teams.team

UNION ALL

SELECT
    series.series_id,
    members.person_id,
    members.since,
    members.until
FROM members
JOIN weekly.series AS series
    ON series.channel IN ('pages', 'tickets')
    AND series.scope = 'org'
WHERE members.team_id IN (SELECT team_id FROM facts.services)

UNION ALL

SELECT
    series.series_id,
    hands.person_id,
    hands.week AS since,
    hands.week + 13 * 7 AS until
FROM weekly.ticket_hands AS hands
JOIN weekly.series AS series
    ON series.channel = 'tickets'
    AND series.scope = hands.scope
    AND series.entity = hands.entity

UNION ALL

SELECT
    series.series_id,
    committers.person_id,
    committers.since,
    committers.until
FROM weekly.committers AS committers
JOIN weekly.series AS series
    ON series.channel = 'commits'
    AND series.scope = committers.scope
    AND series.entity = committers.entity
