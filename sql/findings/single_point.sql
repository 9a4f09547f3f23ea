-- One row per service, team or repository and kept week in which the rule single_point holds: one person did at least half of the work of the
-- 13 weeks that end with the week in two channels of pages, tickets and commits, each with enough data, and more of both
-- together than the busier of two equals would by chance. people is 1, of_people those eligible in any channel. pages, tickets and
-- commits are the person's shares in the channels, NULL where it is not such a one; excess is by how many standard
-- deviations the person is over half, at least 2.33 (1 in 100). Nobody who has left is here.
WITH tops AS (
    SELECT
        concentration.channel,
        concentration.scope,
        concentration.entity,
        concentration.week,
        ranks.person_id,
        CAST(ranks.items AS DOUBLE) AS items,
        CAST(ranks.all_items AS DOUBLE) AS all_items
    FROM weekly.concentration AS concentration
    JOIN weekly.series AS series
        ON series.channel = concentration.channel
        AND series.scope = concentration.scope
        AND series.entity = concentration.entity
    JOIN weekly.ranks AS ranks
        ON ranks.series_id = series.series_id
        AND ranks.week = concentration.week
    WHERE concentration.channel <> 'all'
        AND concentration.scope IN ('service', 'team')
        AND concentration.has_enough_data
        AND concentration.people_for_half = 1
        AND ranks.rank = 1
),

carriers AS (
    SELECT
        scope,
        entity,
        week,
        person_id,
        MAX(CASE WHEN channel = 'pages' THEN items / all_items END) AS pages,
        MAX(CASE WHEN channel = 'tickets' THEN items / all_items END) AS tickets,
        MAX(CASE WHEN channel = 'commits' THEN items / all_items END) AS commits,
        SUM((2 * items - all_items) / SQRT(all_items)) / SQRT(COUNT(*)) AS excess
    FROM tops
    GROUP BY
        scope,
        entity,
        week,
        person_id
    HAVING COUNT(*) >= 2
)

SELECT
    'all' AS channel,
    carriers.scope,
    carriers.entity,
    carriers.week,
    1 AS people,
    eligible.eligible_people AS of_people,
    carriers.person_id,
    carriers.pages,
    carriers.tickets,
    carriers.commits,
    carriers.excess
FROM carriers
JOIN facts.people AS people
    ON people.person_id = carriers.person_id
JOIN weekly.eligible AS eligible
    ON eligible.channel = 'all'
    AND eligible.scope = carriers.scope
    AND eligible.entity = carriers.entity
    AND eligible.week = carriers.week
WHERE carriers.excess >= 2.33
    AND (people.left_on IS NULL OR people.left_on > carriers.week + 6)
    AND NOT people.is_bot
