-- One row per person, escalation policy, level and time for which the person was, is or will be on call: shifts that
-- overlap or touch are one. started_at NULL is always was, ended_at NULL is without an end; shifts reach into the future.
-- first_on and last_on are the days (UTC) of its first and last moment. is_direct: only as a target of the policy,
-- through no schedule. Bots are not here, nor is a shift of no time at all.
WITH shifts AS (
    SELECT
        identities.person_id,
        oncalls.escalation_policy_id AS policy,
        oncalls.level::INTEGER AS level,
        oncalls.schedule_id IS NULL AS is_direct,
        COALESCE(oncalls.start_at, TIMESTAMPTZ '-infinity') AS started_at,
        COALESCE(oncalls.end_at, TIMESTAMPTZ 'infinity') AS ended_at
    FROM staging.pagerduty_oncalls AS oncalls
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = oncalls.user_id
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE NOT people.is_bot
        AND oncalls.level IS NOT NULL
),

neighbours AS (
    SELECT
        person_id,
        policy,
        level,
        is_direct,
        started_at,
        ended_at,
        LAG(started_at) OVER shift IS NULL OR started_at > MAX(ended_at) OVER (shift ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_first,
        LEAD(started_at) OVER shift IS NULL OR LEAD(started_at) OVER shift > MAX(ended_at) OVER (shift ROWS UNBOUNDED PRECEDING) AS is_last
    FROM shifts
    WHERE ended_at > started_at
    WINDOW shift AS (
        PARTITION BY person_id, policy, level
        ORDER BY started_at, ended_at
    )
),

-- Most are one by themselves: only the others are numbered and put together.
runs AS (
    SELECT
        person_id,
        policy,
        level,
        is_direct,
        started_at,
        ended_at,
        COUNT(*) FILTER (is_first) OVER (
            PARTITION BY person_id, policy, level
            ORDER BY started_at, ended_at
            ROWS UNBOUNDED PRECEDING
        ) AS run
    FROM neighbours
    WHERE NOT (is_first AND is_last)
),

on_call AS (
    SELECT
        person_id,
        policy,
        level,
        started_at,
        ended_at,
        is_direct
    FROM neighbours
    WHERE is_first AND is_last

    UNION ALL

    SELECT
        person_id,
        policy,
        level,
        MIN(started_at) AS started_at,
        MAX(ended_at) AS ended_at,
        bool_and(is_direct) AS is_direct
    FROM runs
    GROUP BY
        person_id,
        policy,
        level,
        run
)

SELECT
    person_id,
    policy,
    level,
    NULLIF(started_at, TIMESTAMPTZ '-infinity') AS started_at,
    NULLIF(ended_at, TIMESTAMPTZ 'infinity') AS ended_at,
    make_timestamp(NULLIF(epoch_us(started_at), epoch_us(TIMESTAMPTZ '-infinity')))::DATE AS first_on,
    make_timestamp(NULLIF(epoch_us(ended_at), epoch_us(TIMESTAMPTZ 'infinity')) - 1)::DATE AS last_on,
    is_direct
FROM on_call
