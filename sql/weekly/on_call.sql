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

shifts AS (
    SELECT
        rotas.scope,
        rotas.entity,
        on_call.person_id,
        GREATEST(COALESCE(EXTRACT(EPOCH FROM on_call.started_at), kept.since_second), kept.since_second) AS began,
        LEAST(COALESCE(EXTRACT(EPOCH FROM on_call.ended_at), kept.until_second), kept.until_second) AS ended
    FROM facts.on_call AS on_call
    CROSS JOIN kept
    JOIN weekly.rotas AS rotas
        ON rotas.policy = on_call.policy
    WHERE on_call.level = 1
        AND (rotas.scope <> 'service' OR rotas.policies > 1)
        AND COALESCE(on_call.last_on, kept.since) >= kept.since
        AND COALESCE(on_call.first_on, kept.since) < kept.until
),

neighbours AS (
    SELECT
        scope,
        entity,
        person_id,
        began,
        ended,
        MAX(ended) OVER (
            PARTITION BY scope, entity, person_id
            ORDER BY began, ended
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended_before
    FROM shifts
),

-- What a shift adds to those that began before it.
additions AS (
    SELECT
        scope,
        entity,
        person_id,
        GREATEST(began, COALESCE(ended_before, began)) AS began,
        ended
    FROM neighbours
    WHERE ended > COALESCE(ended_before, began)
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
)

SELECT
    additions.scope,
    additions.entity,
    additions.person_id,
    bounds.week,
    bounds.week + CAST(FLOOR((MIN(GREATEST(additions.began, bounds.began)) - MIN(bounds.began)) / 86400) AS INTEGER) AS first_on,
    CAST(SUM(LEAST(additions.ended, bounds.ended) - GREATEST(additions.began, bounds.began)) AS BIGINT) AS seconds
FROM additions
JOIN bounds
    ON bounds.began < additions.ended
    AND bounds.ended > additions.began
GROUP BY
    additions.scope,
    additions.entity,
    additions.person_id,
    bounds.week
