-- One row per person and incident that the person responded to: acknowledged, joined, or resolved it, or did anything else
-- to it after it was reassigned to them. Who was only assigned or paged did not respond; nor did who only left a note. To
-- merge an incident into another is not to resolve it. responded_at is the person's first action on it. actions are, as a
-- list with commas, which of these there were: acknowledged, delegated, escalated, joined, noted, reassigned (to them),
-- resolved, snoozed, updated. is_on_call tells whether the person was on call then, at any level of the policy of the
-- service or the incident, by schedule or as a target of the policy; NULL where no roster is known of the time.
-- is_cross_team tells whether the person was outside the team that owns the service; NULL where nobody owns it, the team
-- has no members, or the person was deleted before we first looked: their team is not known. Bots and integrations are not
-- here.
WITH actions AS (
    SELECT
        bits,
        concat_ws(
            ',',
            CASE WHEN bits & 1 > 0 THEN 'acknowledged' END,
            CASE WHEN bits & 2 > 0 THEN 'delegated' END,
            CASE WHEN bits & 4 > 0 THEN 'escalated' END,
            CASE WHEN bits & 8 > 0 THEN 'joined' END,
            CASE WHEN bits & 16 > 0 THEN 'noted' END,
            CASE WHEN bits & 32 > 0 THEN 'reassigned' END,
            CASE WHEN bits & 64 > 0 THEN 'resolved' END,
            CASE WHEN bits & 128 > 0 THEN 'snoozed' END,
            CASE WHEN bits & 256 > 0 THEN 'updated' END
        ) AS actions
    FROM (SELECT unnest(range(512))::INTEGER AS bits)
),

acts AS (
    SELECT
        events.incident_id,
        events.person_id,
        events.happened_at,
        CASE events.event
            WHEN 'acknowledge' THEN 1
            WHEN 'assign' THEN 2
            WHEN 'delegate' THEN 2
            WHEN 'escalate' THEN 4
            WHEN 'responder_accept' THEN 8
            WHEN 'annotate' THEN 16
            WHEN 'assigned' THEN 32
            WHEN 'resolve' THEN 64
            WHEN 'snooze' THEN 128
            ELSE 256
        END AS bit
    FROM facts.incident_events AS events
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = events.incident_id
    WHERE events.person_id IS NOT NULL
        AND events.event NOT IN ('notify', 'trigger')
        AND (events.event <> 'assigned' OR events.happened_at > incidents.assigned_at)
        AND (events.event <> 'resolve' OR NOT incidents.was_merged)
),

people AS (
    SELECT
        incident_id,
        person_id,
        MIN(CASE WHEN bit <> 32 THEN happened_at END) AS responded_at,
        MAX(CASE WHEN bit <> 32 THEN happened_at END) AS last_acted_at,
        MIN(CASE WHEN bit = 32 THEN happened_at END) AS reassigned_at,
        bit_or(bit) AS bits
    FROM acts
    GROUP BY
        incident_id,
        person_id
),

responses AS (
    SELECT
        people.incident_id,
        incidents.service_id,
        incidents.team_id,
        people.person_id,
        people.responded_at,
        actions.actions,
        COALESCE(incidents.service_policy, incidents.policy) AS policy,
        incidents.policy AS other_policy
    FROM people
    JOIN actions
        ON actions.bits = people.bits
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = people.incident_id
    WHERE people.bits & (1 + 8 + 64) > 0
        OR people.last_acted_at >= people.reassigned_at
),

shifts AS (
    SELECT
        person_id,
        policy,
        COALESCE(started_at, TIMESTAMPTZ '-infinity') AS started_at,
        COALESCE(ended_at, TIMESTAMPTZ 'infinity') AS ended_at
    FROM facts.on_call
),

-- Of all levels together: the last end of the shifts that began so far.
ends AS (
    SELECT
        person_id,
        policy,
        started_at,
        MAX(ended_at) OVER (
            PARTITION BY person_id, policy
            ORDER BY started_at, ended_at
            ROWS UNBOUNDED PRECEDING
        ) AS ended_at
    FROM shifts
),

covers AS (
    SELECT
        person_id,
        policy,
        started_at,
        MAX(ended_at) AS ended_at
    FROM ends
    GROUP BY
        person_id,
        policy,
        started_at
),

members AS (
    SELECT
        team_id,
        person_id,
        COALESCE(since_at, TIMESTAMPTZ '-infinity') AS since_at,
        COALESCE(left_at, TIMESTAMPTZ 'infinity') AS left_at
    FROM facts.team_members
),

teams_with_members AS (
    SELECT DISTINCT
        team_id
    FROM members
),

strangers AS (
    SELECT
        identities.person_id
    FROM facts.identities AS identities
    JOIN staging.pagerduty_users AS users
        ON users.user_id = identities.account
    WHERE identities.source = 'pagerduty'
    GROUP BY
        identities.person_id
    HAVING bool_and(users.is_reference)
),

rosters AS (
    SELECT
        policy,
        MIN(started_at) AS started_at,
        MAX(ended_at) AS ended_at
    FROM shifts
    GROUP BY
        policy
)

SELECT
    responses.incident_id,
    responses.service_id,
    responses.team_id,
    responses.person_id,
    responses.responded_at,
    responses.actions,
    CASE
        WHEN responses.responded_at < covers.ended_at OR responses.responded_at < others.ended_at THEN TRUE
        WHEN responses.responded_at >= rosters.started_at AND responses.responded_at < rosters.ended_at THEN FALSE
    END AS is_on_call,
    CASE
        WHEN teams.team_id IS NOT NULL AND strangers.person_id IS NULL THEN members.person_id IS NULL
    END AS is_cross_team,
    make_timestamp(epoch_us(responses.responded_at))::DATE AS responded_on,
    date_trunc('week', make_timestamp(epoch_us(responses.responded_at)))::DATE AS week
FROM responses
LEFT JOIN teams_with_members AS teams
    ON teams.team_id = responses.team_id
LEFT JOIN strangers
    ON strangers.person_id = responses.person_id
LEFT JOIN members
    ON members.team_id = responses.team_id
    AND members.person_id = responses.person_id
    AND members.since_at <= responses.responded_at
    AND members.left_at > responses.responded_at
LEFT JOIN rosters
    ON rosters.policy = responses.policy
ASOF LEFT JOIN covers
    ON covers.person_id = responses.person_id
    AND covers.policy = responses.policy
    AND covers.started_at <= responses.responded_at
ASOF LEFT JOIN covers AS others
    ON others.person_id = responses.person_id
    AND others.policy = NULLIF(responses.other_policy, responses.policy)
    AND others.started_at <= responses.responded_at
