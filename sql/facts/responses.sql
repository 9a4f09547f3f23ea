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

-- Few incidents are given to somebody after the first assignment: these are looked up, and not all that happened.
acts AS (
    SELECT
        incident_id,
        person_id,
        happened_at,
        CASE event
            WHEN 'acknowledge' THEN 1
            WHEN 'assign' THEN 2
            WHEN 'delegate' THEN 2
            WHEN 'escalate' THEN 4
            WHEN 'responder_accept' THEN 8
            WHEN 'annotate' THEN 16
            WHEN 'resolve' THEN 64
            WHEN 'snooze' THEN 128
            ELSE 256
        END AS bit
    FROM facts.incident_events
    WHERE person_id IS NOT NULL
        AND event NOT IN ('assigned', 'notify', 'trigger')
        AND (event <> 'resolve' OR incident_id NOT IN (SELECT incident_id FROM facts.incidents WHERE was_merged))

    UNION ALL

    SELECT
        events.incident_id,
        events.person_id,
        events.happened_at,
        32 AS bit
    FROM facts.incident_events AS events
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = events.incident_id
    WHERE events.person_id IS NOT NULL
        AND events.event = 'assigned'
        AND events.happened_at > incidents.assigned_at
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
        epoch_us(people.responded_at) // 604800000000 AS week_number,
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

-- Of all levels together: from where a shift begins to where the next one does, as far as one that began so far lasts. No two of
-- one person and policy overlap.
covers AS (
    SELECT
        person_id,
        policy,
        started_at,
        least(
            MAX(ended_at) OVER (shift ROWS UNBOUNDED PRECEDING),
            LEAD(started_at) OVER shift
        ) AS ended_at
    FROM shifts
    WINDOW shift AS (
        PARTITION BY person_id, policy
        ORDER BY started_at, ended_at
    )
),

bounds AS (
    SELECT
        MIN(happened_at) AS since,
        MAX(happened_at) AS until
    FROM facts.incident_events
),

-- Cut into weeks since 1970, so that a response has to look at few: to find the last cover before it in order of time, as
-- an ASOF join does, millions of responses would be sorted.
cover_weeks AS (
    SELECT
        covers.person_id,
        covers.policy,
        covers.started_at,
        covers.ended_at,
        unnest(range(
            epoch_us(greatest(covers.started_at, bounds.since)) // 604800000000,
            epoch_us(least(covers.ended_at, bounds.until)) // 604800000000 + 1
        )) AS week_number
    FROM covers
    CROSS JOIN bounds
    WHERE covers.started_at <= bounds.until
        AND covers.ended_at > bounds.since
        AND covers.ended_at > covers.started_at
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
        WHEN covers.person_id IS NOT NULL OR others.person_id IS NOT NULL THEN TRUE
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
LEFT JOIN cover_weeks AS covers
    ON covers.person_id = responses.person_id
    AND covers.policy = responses.policy
    AND covers.week_number = responses.week_number
    AND covers.started_at <= responses.responded_at
    AND covers.ended_at > responses.responded_at
LEFT JOIN cover_weeks AS others
    ON others.person_id = responses.person_id
    AND others.policy = NULLIF(responses.other_policy, responses.policy)
    AND others.week_number = responses.week_number
    AND others.started_at <= responses.responded_at
    AND others.ended_at > responses.responded_at
