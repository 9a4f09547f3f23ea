-- One row per service or team and kept week in which the rule paper_rota holds: in each of the last 13 weeks at least 5 people
-- were on call in the window of 13 weeks, and the responses of the window came as if from fewer than half as many people as
-- the hours on call. people are the fewest who gave half of the responses, of_people those on call. share is what
-- these people gave of the responses.
WITH weeks AS (
    SELECT
        concentration.scope,
        concentration.entity,
        concentration.week,
        concentration.people_for_half,
        concentration.effective_people,
        concentration.items,
        rotation.people AS rotation_size,
        rotation.effective_people AS effective_rotation,
        CASE
            WHEN concentration.has_enough_data
                AND rotation.days_of_data >= 30
                AND rotation.people >= 5
                AND concentration.effective_people * 2 < rotation.effective_people
                THEN 1
            ELSE 0
        END AS is_paper
    FROM weekly.concentration AS concentration
    JOIN weekly.rotation AS rotation
        ON rotation.scope = concentration.scope
        AND rotation.entity = concentration.entity
        AND rotation.week = concentration.week
    WHERE concentration.channel = 'pages'
        AND concentration.scope IN ('service', 'team')
),

runs AS (
    SELECT
        scope,
        entity,
        week,
        people_for_half,
        effective_people,
        items,
        rotation_size,
        effective_rotation,
        SUM(is_paper) OVER (
            PARTITION BY scope, entity
            ORDER BY week
            ROWS BETWEEN 12 PRECEDING AND CURRENT ROW
        ) AS weeks_so
    FROM weeks
)

SELECT
    'pages' AS channel,
    runs.scope,
    runs.entity,
    runs.week,
    runs.people_for_half AS people,
    runs.rotation_size AS of_people,
    CAST(spreads.half_items AS DOUBLE) / CAST(spreads.items AS DOUBLE) AS share,
    CAST(runs.items AS DOUBLE) AS responses,
    runs.effective_people,
    runs.effective_rotation
FROM runs
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = runs.scope
    AND series.entity = runs.entity
JOIN weekly.spreads AS spreads
    ON spreads.series_id = series.series_id
    AND spreads.week = runs.week
WHERE runs.weeks_so = 13
