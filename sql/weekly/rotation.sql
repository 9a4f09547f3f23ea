-- One row per service, team and the whole organisation and kept week since somebody was first on call: who was on call at
-- level 1 in the 13 weeks that end with the week. people are how many, seconds their time, effective_people the number of
-- people who with equal shares of it would be as concentrated; people 0 and effective_people NULL where the roster of
-- these weeks is not known. days_of_data are the days from the first time on call to the week's Sunday, as far as the
-- windows of the kept weeks reach back. A service with one policy has what the policy has, up to the week in which it was deleted.
WITH sums AS (
    SELECT
        series_id,
        week,
        COUNT(*) AS people,
        SUM(items) AS seconds,
        SUM(items * items) AS squares
    FROM weekly.unranked
    GROUP BY
        series_id,
        week
),

spread AS (
    SELECT
        spine.scope,
        spine.entity,
        spine.week,
        spine.days_of_data,
        CAST(COALESCE(sums.people, 0) AS INTEGER) AS people,
        CAST(COALESCE(sums.seconds, 0) AS BIGINT) AS seconds,
        CAST(sums.seconds AS DOUBLE) * CAST(sums.seconds AS DOUBLE) / CAST(sums.squares AS DOUBLE) AS effective_people
    FROM weekly.spine AS spine
    LEFT JOIN sums
        ON sums.series_id = spine.series_id
        AND sums.week = spine.week
    WHERE spine.channel = 'on_call'
)

SELECT
    scope,
    entity,
    week,
    days_of_data,
    people,
    seconds,
    effective_people
FROM spread
WHERE scope <> 'policy'

UNION ALL

SELECT
    'service' AS scope,
    services.service AS entity,
    spread.week,
    spread.days_of_data,
    spread.people,
    spread.seconds,
    spread.effective_people
FROM facts.services AS services
JOIN weekly.rotas AS rotas
    ON rotas.scope = 'service'
    AND rotas.entity = services.service
    AND rotas.policies = 1
JOIN spread
    ON spread.scope = 'policy'
    AND spread.entity = rotas.policy
WHERE NOT services.is_deleted
    OR spread.week <= CAST(services.deleted_at AS DATE)
