-- One row per person and incident that the person responded to: acknowledged, joined, or resolved it, or did anything else
-- to it after it was reassigned to them. Who was only assigned or paged did not respond; nor did who only left a note. To
-- merge an incident into another is not to resolve it. responded_at is the person's first action on it, acknowledged_week and
-- resolved_week are the weeks in which they first did these, action_set says which actions there were: see facts.action_sets.
-- is_on_call tells whether the person was on call then, at any level of the policy of the service or the incident, by schedule
-- or as a target of the policy; NULL where no roster is known of the time. is_cross_team tells whether the person was outside
-- the team that owns the service; NULL where nobody owns it, the team has no members, or the person was deleted before we
-- first looked: their team is not known. Bots and integrations are not here.
--
-- Few incidents are given to somebody after the first assignment: these are looked up, and not all that happened.
WITH reassignments AS (
    SELECT
        assignments.incident_id,
        identities.person_id,
        MIN(assignments.reassigned_at) AS reassigned_at
    FROM (
        SELECT
            incidents.incident_id,
            entries.created_at AS reassigned_at,
            unnest(entries.assignee_ids) AS account
        FROM staging.pagerduty_log_entries AS entries
        JOIN facts.incidents AS incidents
            ON incidents.incident_id = entries.incident_place
            AND incidents.assigned_at < entries.created_at
        WHERE entries.assignees > 0
            AND incidents.assigned_at IS NOT NULL
            AND entries.event IS NOT NULL
    ) AS assignments
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = assignments.account
    GROUP BY
        assignments.incident_id,
        identities.person_id
),

-- 512 stands for what a person did after that, other than to answer or to resolve.
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
        END::SMALLINT AS bit
    FROM facts.incident_events
    WHERE person_id IS NOT NULL
        AND event NOT IN ('notify', 'trigger')
        AND (event <> 'resolve' OR incident_id NOT IN (SELECT incident_id FROM facts.incidents WHERE was_merged))

    UNION ALL

    SELECT
        reassignments.incident_id,
        reassignments.person_id,
        NULL AS happened_at,
        (32 + CASE WHEN events.happened_at >= reassignments.reassigned_at THEN 512 ELSE 0 END)::SMALLINT AS bit
    FROM reassignments
    LEFT JOIN facts.incident_events AS events
        ON events.incident_id = reassignments.incident_id
        AND events.person_id = reassignments.person_id
        AND events.event NOT IN ('acknowledge', 'notify', 'resolve', 'trigger')
),

people AS (
    SELECT
        incident_id,
        person_id,
        MIN(happened_at) AS responded_at,
        MIN(CASE WHEN bit = 1 THEN make_timestamp(epoch_us(happened_at))::DATE END) AS acknowledged_on,
        MIN(CASE WHEN bit = 64 THEN make_timestamp(epoch_us(happened_at))::DATE END) AS resolved_on,
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
        people.acknowledged_on,
        people.resolved_on,
        epoch_us(people.responded_at) // 604800000000 AS week_number,
        people.bits & 511::SMALLINT AS action_set,
        COALESCE(incidents.service_policy_id, incidents.policy_id) AS policy_id,
        incidents.policy_id AS other_policy_id
    FROM people
    -- Each has one; but of a table that is new in this transaction DuckDB does not know how long it is, and an inner join
    -- would have it take all that follows for short.
    LEFT JOIN facts.incidents AS incidents
        ON incidents.incident_id = people.incident_id
    WHERE people.bits & (1 + 8 + 64 + 512) > 0
),

shifts AS (
    SELECT
        on_call.person_id,
        policies.policy_id,
        COALESCE(on_call.started_at, TIMESTAMPTZ '-infinity') AS started_at,
        COALESCE(on_call.ended_at, TIMESTAMPTZ 'infinity') AS ended_at
    FROM facts.on_call AS on_call
    JOIN facts.policies AS policies
        ON policies.policy = on_call.policy
),

-- Of all levels together: from where a shift begins to where the next one does, as far as one that began so far lasts. No two of
-- one person and policy overlap.
covers AS (
    SELECT
        person_id,
        policy_id,
        started_at,
        least(
            MAX(ended_at) OVER (shift ROWS UNBOUNDED PRECEDING),
            LEAD(started_at) OVER shift
        ) AS ended_at
    FROM shifts
    WINDOW shift AS (
        PARTITION BY person_id, policy_id
        ORDER BY started_at, ended_at
    )
),

bounds AS (
    SELECT
        MIN(created_at) AS since,
        MAX(created_at) AS until
    FROM staging.pagerduty_log_entries
),

-- Cut into weeks since 1970, so that a response has to look at few: to find the last cover before it in order of time, as
-- an ASOF join does, millions of responses would be sorted.
cover_weeks AS (
    SELECT
        covers.person_id,
        covers.policy_id,
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
        policy_id,
        MIN(started_at) AS started_at,
        MAX(ended_at) AS ended_at
    FROM shifts
    GROUP BY
        policy_id
)

SELECT
    responses.incident_id,
    responses.service_id,
    responses.team_id,
    responses.person_id,
    responses.responded_at,
    responses.action_set,
    CASE
        WHEN covers.person_id IS NOT NULL OR others.person_id IS NOT NULL THEN TRUE
        WHEN responses.responded_at >= rosters.started_at AND responses.responded_at < rosters.ended_at THEN FALSE
    END AS is_on_call,
    CASE
        WHEN responses.team_id IN (SELECT team_id FROM members) AND responses.person_id NOT IN (SELECT person_id FROM strangers)
            THEN members.person_id IS NULL
    END AS is_cross_team,
    date_trunc('week', responses.acknowledged_on)::DATE AS acknowledged_week,
    date_trunc('week', responses.resolved_on)::DATE AS resolved_week,
    make_timestamp(epoch_us(responses.responded_at))::DATE AS responded_on,
    date_trunc('week', make_timestamp(epoch_us(responses.responded_at)))::DATE AS week
FROM responses
LEFT JOIN members
    ON members.team_id = responses.team_id
    AND members.person_id = responses.person_id
    AND members.since_at <= responses.responded_at
    AND members.left_at > responses.responded_at
LEFT JOIN rosters
    ON rosters.policy_id = responses.policy_id
LEFT JOIN cover_weeks AS covers
    ON covers.person_id = responses.person_id
    AND covers.policy_id = responses.policy_id
    AND covers.week_number = responses.week_number
    AND covers.started_at <= responses.responded_at
    AND covers.ended_at > responses.responded_at
LEFT JOIN cover_weeks AS others
    ON others.person_id = responses.person_id
    AND others.policy_id = NULLIF(responses.other_policy_id, responses.policy_id)
    AND others.week_number = responses.week_number
    AND others.started_at <= responses.responded_at
    AND others.ended_at > responses.responded_at
