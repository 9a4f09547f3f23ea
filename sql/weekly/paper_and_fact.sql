-- One row per service, team and the whole organisation and person who was on call at level 1 or responded in the 13 weeks that
-- end with the last kept week: seconds on call and responses, 0 for who did only one of the two. A service with one policy
-- has the hours of that policy. Eligible people who did neither are not here: weekly.eligible counts them.
WITH last AS (
    SELECT
        MAX(week) AS week
    FROM weekly.weeks
    HAVING COUNT(*) > 0
),

latest AS (
    SELECT
        ranks.series_id,
        ranks.person_id,
        ranks.items
    FROM weekly.ranks AS ranks
    JOIN last
        ON last.week = ranks.week

    UNION ALL

    SELECT
        rolling.series_id,
        rolling.person_id,
        rolling.items
    FROM weekly.unranked AS rolling
    JOIN last
        ON last.week = rolling.week
),

items AS (
    SELECT
        series.channel,
        series.scope,
        series.entity,
        latest.person_id,
        latest.items
    FROM latest
    JOIN weekly.series AS series
        ON series.series_id = latest.series_id
    WHERE series.channel IN ('on_call', 'pages')
),

parts AS (
    SELECT
        scope,
        entity,
        person_id,
        items AS seconds,
        0 AS responses
    FROM items
    WHERE channel = 'on_call'
        AND scope <> 'policy'

    UNION ALL

    SELECT
        'service' AS scope,
        rotas.entity,
        items.person_id,
        items.items AS seconds,
        0 AS responses
    FROM items
    JOIN weekly.rotas AS rotas
        ON rotas.scope = 'service'
        AND rotas.policies = 1
        AND rotas.policy = items.entity
    WHERE items.channel = 'on_call'
        AND items.scope = 'policy'

    UNION ALL

    SELECT
        scope,
        entity,
        person_id,
        0 AS seconds,
        items AS responses
    FROM items
    WHERE channel = 'pages'
)

SELECT
    scope,
    entity,
    person_id,
    CAST(SUM(seconds) AS BIGINT) AS seconds,
    CAST(SUM(responses) AS BIGINT) AS responses
FROM parts
GROUP BY
    scope,
    entity,
    person_id
