-- Fewest active people whose loss leaves a service or team with nobody who responded to its incidents or resolved its tickets
-- in the 13 weeks that end with the week, or with over half of its files without an active author. n is the number of active
-- people who did one of these: responses, resolved tickets, or a file of which they are an author in the greedy removal.
-- One row per service and team and kept week with enough data of one of these; who is marked as left by the week's end is
-- not counted.
--
-- entity_id stands for scope and entity: to count by numbers takes a third of the time. Where all that is known of an entity
-- is of one kind, weekly.spreads has counted its people.
WITH entities AS (
    SELECT
        series_id,
        channel,
        scope,
        entity,
        first_on,
        MIN(series_id) OVER (PARTITION BY scope, entity) AS entity_id
    FROM weekly.series
    WHERE channel IN ('pages', 'tickets', 'code')
        AND scope IN ('service', 'team')
),

gone AS (
    SELECT
        ranks.series_id,
        ranks.week,
        COUNT(*) AS people
    FROM weekly.ranks AS ranks
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE people.left_on IS NOT NULL
        AND people.left_on < ranks.week + 7
    GROUP BY
        ranks.series_id,
        ranks.week
),

hands AS (
    SELECT
        entities.entity_id,
        spreads.week,
        spreads.people - COALESCE(gone.people, 0) AS people
    FROM weekly.spreads AS spreads
    JOIN entities
        ON entities.series_id = spreads.series_id
    LEFT JOIN gone
        ON gone.series_id = spreads.series_id
        AND gone.week = spreads.week
    WHERE entities.channel <> 'code'
        AND spreads.items >= 10
        AND spreads.week + 7 - entities.first_on >= 30

    UNION ALL

    SELECT
        entities.entity_id,
        authorship.week,
        authorship.active_truck_factor AS people
    FROM weekly.authorship AS authorship
    JOIN entities
        ON entities.channel = 'code'
        AND entities.scope = authorship.scope
        AND entities.entity = authorship.entity
    JOIN weekly.spine AS spine
        ON spine.series_id = entities.series_id
        AND spine.week = authorship.week
    WHERE spine.days_of_data >= 30
        AND spine.items_so_far >= 10
        AND authorship.active_files > 0
),

fewest AS (
    SELECT
        entity_id,
        week,
        MIN(people) AS people
    FROM hands
    GROUP BY
        entity_id,
        week
),

mixed AS (
    SELECT
        entity_id
    FROM entities
    GROUP BY
        entity_id
    HAVING COUNT(*) > 1

    UNION

    SELECT
        entities.entity_id
    FROM entities
    JOIN weekly.removals AS removals
        ON removals.scope = entities.scope
        AND removals.entity = entities.entity
    WHERE removals.variant = 'active'
),

everybody AS (
    SELECT
        entities.entity_id,
        ranks.week,
        ranks.person_id
    FROM weekly.ranks AS ranks
    JOIN entities
        ON entities.series_id = ranks.series_id
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE entities.channel <> 'code'
        AND entities.entity_id IN (SELECT entity_id FROM mixed)
        AND (people.left_on IS NULL OR people.left_on >= ranks.week + 7)

    UNION

    SELECT
        entities.entity_id,
        removals.week,
        removals.person_id
    FROM weekly.removals AS removals
    JOIN (SELECT DISTINCT entity_id, scope, entity FROM entities) AS entities
        ON entities.scope = removals.scope
        AND entities.entity = removals.entity
    WHERE removals.variant = 'active'
),

counts AS (
    SELECT
        entity_id,
        week,
        COUNT(*) AS people
    FROM everybody
    GROUP BY
        entity_id,
        week
)

SELECT
    '' AS channel,
    fewest.week,
    names.scope,
    names.entity,
    CAST(fewest.people AS DOUBLE) AS value,
    COALESCE(counts.people, fewest.people) AS n
FROM fewest
JOIN (SELECT DISTINCT entity_id, scope, entity FROM entities) AS names
    ON names.entity_id = fewest.entity_id
LEFT JOIN counts
    ON counts.entity_id = fewest.entity_id
    AND counts.week = fewest.week
