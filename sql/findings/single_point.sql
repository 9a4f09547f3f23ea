-- One row per service or team and kept week in which the rule single_point holds: one person did at least half of the work of
-- the 13 weeks that end with the week in two channels of pages, tickets and commits, each with enough data, and more of both
-- together than the busier of two equals would by chance; or last_active_people is 1. people is 1, of_people those eligible in
-- any channel. pages, tickets and commits are the person's shares in the channels, NULL where it is not such a one; excess is by
-- how many standard deviations the person is over half, at least 2.33 (1 in 100); all are NULL where only the other holds.
-- Where last_active_people is 1 because of code, there are at least 20 files, and under a third of them would keep an active
-- author without the person: a half is soon passed in either direction. files are how many there are, and lost the share without
-- one. Where it is 1 because of the others, responder and resolver are 1 where one person is still there of those who responded, or of
-- those who resolved tickets. Nobody who has left is here.
WITH tops AS (
    SELECT
        series.channel,
        series.scope,
        series.entity,
        spreads.week,
        spreads.top_person_id AS person_id,
        CAST(spreads.top_items AS DOUBLE) AS items,
        CAST(spreads.items AS DOUBLE) AS all_items
    FROM weekly.spreads AS spreads
    JOIN weekly.series AS series
        ON series.series_id = spreads.series_id
    WHERE spreads.people_for_half = 1
        AND spreads.items >= 10
        AND spreads.week + 7 - series.first_on >= 30
        AND series.channel IN ('pages', 'tickets', 'commits')
        AND series.scope IN ('service', 'team')
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
),

staying AS (
    SELECT
        carriers.scope,
        carriers.entity,
        carriers.week,
        carriers.person_id,
        carriers.pages,
        carriers.tickets,
        carriers.commits,
        carriers.excess
    FROM carriers
    JOIN facts.people AS people
        ON people.person_id = carriers.person_id
    WHERE carriers.excess >= 2.33
        AND (people.left_on IS NULL OR people.left_on > carriers.week + 6)
        AND NOT people.is_bot
),

alone AS (
    SELECT
        series.scope,
        series.entity,
        ranks.week,
        series.channel,
        MIN(ranks.person_id) AS person_id
    FROM metrics.last_active_people AS active
    JOIN weekly.series AS series
        ON series.scope = active.scope
        AND series.entity = active.entity
        AND series.channel IN ('pages', 'tickets')
    JOIN weekly.spreads AS spreads
        ON spreads.series_id = series.series_id
        AND spreads.week = active.week
    JOIN weekly.ranks AS ranks
        ON ranks.series_id = series.series_id
        AND ranks.week = active.week
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE active.value = 1
        AND spreads.items >= 10
        AND spreads.week + 7 - series.first_on >= 30
        AND (people.left_on IS NULL OR people.left_on > ranks.week + 6)
    GROUP BY
        series.scope,
        series.entity,
        ranks.week,
        series.channel
    HAVING COUNT(*) = 1
),

hands AS (
    SELECT
        scope,
        entity,
        week,
        MAX(CASE WHEN channel = 'pages' THEN 1.0 END) AS responder,
        MAX(CASE WHEN channel = 'tickets' THEN 1.0 END) AS resolver,
        CASE WHEN MIN(person_id) = MAX(person_id) THEN MIN(person_id) END AS person_id
    FROM alone
    GROUP BY
        scope,
        entity,
        week
),

-- Who it is is not said where it is about two people, one in each of two channels.
last AS (
    SELECT
        active.scope,
        active.entity,
        active.week,
        active.n AS active_people,
        CASE WHEN authorship.active_truck_factor = 1 THEN removals.person_id ELSE hands.person_id END AS person_id,
        hands.responder,
        hands.resolver,
        CASE WHEN authorship.active_truck_factor = 1 THEN authorship.active_files END AS files,
        CASE WHEN authorship.active_truck_factor = 1 THEN 1 - removals.coverage END AS lost
    FROM metrics.last_active_people AS active
    LEFT JOIN weekly.authorship AS authorship
        ON authorship.scope = active.scope
        AND authorship.entity = active.entity
        AND authorship.week = active.week
    LEFT JOIN weekly.removals AS removals
        ON removals.scope = active.scope
        AND removals.entity = active.entity
        AND removals.week = active.week
        AND removals.variant = 'active'
        AND removals.position = 1
    LEFT JOIN hands
        ON hands.scope = active.scope
        AND hands.entity = active.entity
        AND hands.week = active.week
    WHERE active.value = 1
        AND (COALESCE(authorship.active_truck_factor, 0) <> 1 OR authorship.active_files >= 20 AND removals.coverage * 3 < 1)
)

SELECT
    'all' AS channel,
    COALESCE(staying.scope, last.scope) AS scope,
    COALESCE(staying.entity, last.entity) AS entity,
    COALESCE(staying.week, last.week) AS week,
    1 AS people,
    CAST(COALESCE(eligible.eligible_people, last.active_people) AS INTEGER) AS of_people,
    COALESCE(staying.person_id, last.person_id) AS person_id,
    staying.pages,
    staying.tickets,
    staying.commits,
    staying.excess,
    CASE WHEN last.scope IS NOT NULL THEN 1.0 END AS last_active_people,
    CAST(last.files AS DOUBLE) AS files,
    last.lost,
    last.responder,
    last.resolver
FROM staying
FULL JOIN last
    ON last.scope = staying.scope
    AND last.entity = staying.entity
    AND last.week = staying.week
LEFT JOIN weekly.eligible AS eligible
    ON eligible.channel = 'all'
    AND eligible.scope = COALESCE(staying.scope, last.scope)
    AND eligible.entity = COALESCE(staying.entity, last.entity)
    AND eligible.week = COALESCE(staying.week, last.week)
