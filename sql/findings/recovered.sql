-- One row per service or team and kept week in which the work has spread: it came as if from at least 1.5 times as many people, by
-- 13 weeks that end with the week, as in each of the four quarters before, in each of which half of it came from at most 2 people.
-- There is enough data in all five, and 30 items in this one. The channel is pages where there are enough of them, else
-- tickets, else commits. people are the fewest who did half, of_people those eligible.
WITH weeks AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        items,
        people_for_half,
        eligible_people,
        effective_people,
        has_enough_data,
        CASE WHEN has_enough_data AND people_for_half <= 2 THEN effective_people END AS effective_few,
        ROW_NUMBER() OVER (
            PARTITION BY scope, entity, week
            ORDER BY has_enough_data DESC, CASE channel WHEN 'pages' THEN 1 WHEN 'tickets' THEN 2 ELSE 3 END
        ) AS preference
    FROM weekly.concentration
    WHERE channel <> 'all'
        AND scope IN ('service', 'team')
),

quarters AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        items,
        people_for_half,
        eligible_people,
        effective_people,
        has_enough_data,
        preference,
        LAG(effective_few, 13) OVER entity AS before_1,
        LAG(effective_few, 26) OVER entity AS before_2,
        LAG(effective_few, 39) OVER entity AS before_3,
        LAG(effective_few, 52) OVER entity AS before_4
    FROM weeks
    WINDOW entity AS (
        PARTITION BY channel, scope, entity
        ORDER BY week
    )
)

SELECT
    channel,
    scope,
    entity,
    week,
    people_for_half AS people,
    eligible_people AS of_people,
    effective_people,
    GREATEST(before_1, before_2, before_3, before_4) AS effective_people_before,
    CAST(items AS DOUBLE) AS items
FROM quarters
WHERE preference = 1
    AND has_enough_data
    AND items >= 30
    AND before_1 IS NOT NULL
    AND before_2 IS NOT NULL
    AND before_3 IS NOT NULL
    AND before_4 IS NOT NULL
    AND effective_people >= 1.5 * GREATEST(before_1, before_2, before_3, before_4)
