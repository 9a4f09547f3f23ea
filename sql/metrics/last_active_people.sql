-- Fewest active people whose loss leaves a service or team with nobody who responded to its incidents or resolved its tickets
-- in the 13 weeks that end with the week, or with over half of its files without an active author. n is the number of active
-- people who did one of these: responses, resolved tickets, or a file of which they are an author in the greedy removal.
-- One row per service and team and kept week with enough data of one of these; who is marked as left by the week's end is
-- not counted.
WITH workers AS (
    SELECT
        series.channel,
        series.scope,
        series.entity,
        ranks.week,
        ranks.person_id
    FROM weekly.ranks AS ranks
    JOIN weekly.series AS series
        ON series.series_id = ranks.series_id
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE series.channel IN ('pages', 'tickets')
        AND series.scope IN ('service', 'team')
        AND (people.left_on IS NULL OR people.left_on >= ranks.week + 7)
),

hands AS (
    SELECT
        concentration.scope,
        concentration.entity,
        concentration.week,
        COUNT(workers.person_id) AS people
    FROM weekly.concentration AS concentration
    LEFT JOIN workers
        ON workers.channel = concentration.channel
        AND workers.scope = concentration.scope
        AND workers.entity = concentration.entity
        AND workers.week = concentration.week
    WHERE concentration.channel IN ('pages', 'tickets')
        AND concentration.scope IN ('service', 'team')
        AND concentration.has_enough_data
    GROUP BY
        concentration.channel,
        concentration.scope,
        concentration.entity,
        concentration.week

    UNION ALL

    SELECT
        authorship.scope,
        authorship.entity,
        authorship.week,
        authorship.active_truck_factor AS people
    FROM weekly.authorship AS authorship
    JOIN weekly.spine AS spine
        ON spine.channel = 'code'
        AND spine.scope = authorship.scope
        AND spine.entity = authorship.entity
        AND spine.week = authorship.week
    WHERE authorship.scope IN ('service', 'team')
        AND spine.days_of_data >= 30
        AND spine.items_so_far >= 10
        AND authorship.active_files > 0
),

everybody AS (
    SELECT
        scope,
        entity,
        week,
        person_id
    FROM workers

    UNION

    SELECT
        scope,
        entity,
        week,
        person_id
    FROM weekly.removals
    WHERE scope IN ('service', 'team')
        AND variant = 'active'
),

counts AS (
    SELECT
        scope,
        entity,
        week,
        COUNT(*) AS people
    FROM everybody
    GROUP BY
        scope,
        entity,
        week
),

fewest AS (
    SELECT
        scope,
        entity,
        week,
        MIN(people) AS people
    FROM hands
    GROUP BY
        scope,
        entity,
        week
)

SELECT
    '' AS channel,
    fewest.week,
    fewest.scope,
    fewest.entity,
    CAST(fewest.people AS DOUBLE) AS value,
    COALESCE(counts.people, 0) AS n
FROM fewest
LEFT JOIN counts
    ON counts.scope = fewest.scope
    AND counts.entity = fewest.entity
    AND counts.week = fewest.week
