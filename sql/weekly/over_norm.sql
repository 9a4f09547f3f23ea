-- One row per organisation, team and service and kept week since the first response: eligible_people, and people_over, those of them who
-- passed a norm of load or rest in at least 3 of the last 6 weeks, wherever their load came from. days_of_data are the days
-- from the first response to the week's Sunday. Who these people are is in weekly.person_load.
WITH people AS (
    SELECT
        person_id,
        week
    FROM weekly.person_load
    WHERE weeks_over_norm >= 3
),

places AS (
    SELECT
        series_id
    FROM weekly.series
    WHERE channel = 'pages'
        AND scope IN ('org', 'service', 'team')
),

-- Eligible are those who responded in the window, and those on the rota or in the team.
involved AS (
    SELECT
        ranks.series_id,
        people.person_id,
        people.week
    FROM people
    JOIN weekly.ranks AS ranks
        ON ranks.person_id = people.person_id
        AND ranks.week = people.week
    WHERE ranks.series_id IN (SELECT series_id FROM places)

    UNION

    SELECT
        standing.series_id,
        people.person_id,
        people.week
    FROM people
    JOIN weekly.standing AS standing
        ON standing.person_id = people.person_id
        AND standing.since <= people.week
        AND standing.until > people.week
    WHERE standing.series_id IN (SELECT series_id FROM places)
),

counts AS (
    SELECT
        series_id,
        week,
        COUNT(*) AS people_over
    FROM involved
    GROUP BY
        series_id,
        week
)

SELECT
    spine.scope,
    spine.entity,
    spine.week,
    spine.days_of_data,
    CAST(COALESCE(counts.people_over, 0) AS INTEGER) AS people_over,
    eligible.eligible_people
FROM weekly.spine AS spine
JOIN weekly.eligible AS eligible
    ON eligible.series_id = spine.series_id
    AND eligible.week = spine.week
LEFT JOIN counts
    ON counts.series_id = spine.series_id
    AND counts.week = spine.week
WHERE spine.channel = 'pages'
    AND spine.scope IN ('org', 'service', 'team')
