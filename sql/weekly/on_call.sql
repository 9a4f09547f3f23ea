-- One row per policy, team or the whole organisation, person and ISO week in which the person was on call at level 1:
-- seconds, those on call for two policies at once counted once, and the first day of them. What a service has is what its
-- policy has; only one that has several policies is here itself. The weeks are the kept ones and the 12 before them. Higher levels are not here: they wait for the first one.
WITH kept AS (
    SELECT
        MIN(week) - 12 * 7 AS since,
        MAX(week) + 7 AS until,
        EXTRACT(EPOCH FROM MIN(week) - 12 * 7) AS since_second,
        EXTRACT(EPOCH FROM MAX(week) + 7) AS until_second
    FROM weekly.weeks
),

places AS (
    SELECT
        scope,
        entity,
        ROW_NUMBER() OVER (ORDER BY scope, entity) AS place
    FROM weekly.rotas
    GROUP BY
        scope,
        entity
),

rotas AS (
    SELECT
        places.place,
        rotas.policy
    FROM weekly.rotas AS rotas
    JOIN places
        ON places.scope = rotas.scope
        AND places.entity = rotas.entity
    WHERE rotas.scope <> 'service'
        OR rotas.policies > 1
),

shifts AS (
    SELECT
        rotas.place,
        on_call.person_id,
        GREATEST(COALESCE(EXTRACT(EPOCH FROM on_call.started_at), kept.since_second), kept.since_second) AS began,
        LEAST(COALESCE(EXTRACT(EPOCH FROM on_call.ended_at), kept.until_second), kept.until_second) AS ended
    FROM facts.on_call AS on_call
    CROSS JOIN kept
    JOIN rotas
        ON rotas.policy = on_call.policy
    WHERE on_call.level = 1
        AND COALESCE(on_call.last_on, kept.since) >= kept.since
        AND COALESCE(on_call.first_on, kept.since) < kept.until
),

neighbours AS (
    SELECT
        place,
        person_id,
        began,
        ended,
        MAX(ended) OVER (
            PARTITION BY place, person_id
            ORDER BY began, ended
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended_before
    FROM shifts
),

-- What a shift adds to those that began before it, and when the week ends in which that begins.
additions AS (
    SELECT
        neighbours.place,
        neighbours.person_id,
        GREATEST(neighbours.began, COALESCE(neighbours.ended_before, neighbours.began)) AS began,
        neighbours.ended,
        kept.since_second + 7 * 86400 * (1 + FLOOR(
            (GREATEST(neighbours.began, COALESCE(neighbours.ended_before, neighbours.began)) - kept.since_second) / (7 * 86400)
        )) AS week_ended
    FROM neighbours
    CROSS JOIN kept
    WHERE neighbours.ended > COALESCE(neighbours.ended_before, neighbours.began)
),

days AS (
    SELECT
        later
    FROM (VALUES (0), (7), (14), (21), (28), (35), (42), (49), (56), (63), (70), (77), (84)) AS days (later)
),

weeks AS (
    SELECT DISTINCT
        weeks.week - days.later AS week
    FROM weekly.weeks AS weeks
    CROSS JOIN days
),

bounds AS (
    SELECT
        week,
        EXTRACT(EPOCH FROM week) AS began,
        EXTRACT(EPOCH FROM week) + 7 * 86400 AS ended
    FROM weeks
),

-- Most are over within the week in which they begin, or the one after it: only the others are looked for in every week.
parts AS (
    SELECT
        place,
        person_id,
        began,
        LEAST(ended, week_ended) AS ended,
        week_ended
    FROM additions

    UNION ALL

    SELECT
        place,
        person_id,
        week_ended AS began,
        LEAST(ended, week_ended + 7 * 86400) AS ended,
        week_ended + 7 * 86400 AS week_ended
    FROM additions
    WHERE ended > week_ended

    UNION ALL

    SELECT
        additions.place,
        additions.person_id,
        bounds.began,
        LEAST(additions.ended, bounds.ended) AS ended,
        bounds.ended AS week_ended
    FROM additions
    JOIN bounds
        ON bounds.began < additions.ended
        AND bounds.began > additions.week_ended
    WHERE additions.ended > additions.week_ended + 7 * 86400
),

sums AS (
    SELECT
        place,
        person_id,
        week_ended,
        MIN(began) AS began,
        SUM(ended - began) AS seconds
    FROM parts
    GROUP BY
        place,
        person_id,
        week_ended
)

SELECT
    places.scope,
    places.entity,
    sums.person_id,
    bounds.week,
    bounds.week + CAST(FLOOR((sums.began - bounds.began) / 86400) AS INTEGER) AS first_on,
    CAST(sums.seconds AS BIGINT) AS seconds
FROM sums
JOIN bounds
    ON bounds.ended = sums.week_ended
JOIN places
    ON places.place = sums.place
