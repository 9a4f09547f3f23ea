-- How much of the work is of people who are known beyond one account: one row per entity with work and kept week. items
-- are the contributions of the 13 weeks that end with the week, in all channels of work together (of commits all, not only reliability
-- work), and known_items those of
-- people whom org.yaml declares or whom at least two of git, PagerDuty and Jira know. Of all others there may be a second
-- account that counts as a second person. days_of_data are those of the channel with most. Nothing is here where only one
-- source has been read and nobody is declared: then there is nothing to tie together.
WITH sources AS (
    SELECT
        COUNT(DISTINCT CASE WHEN source <> 'org' THEN source END) AS sources
    FROM facts.identities
    HAVING COUNT(DISTINCT CASE WHEN source <> 'org' THEN source END) > 1
        OR COUNT(CASE WHEN source = 'org' THEN 1 END) > 0
),

people AS (
    SELECT
        people.person_id,
        COALESCE(people.is_declared, FALSE) OR COALESCE(people.sources, 1) > 1 AS is_known
    FROM facts.people AS people
    CROSS JOIN sources
),

items AS (
    SELECT
        contributions.series_id,
        contributions.week,
        SUM(contributions.items) AS items,
        SUM(CASE WHEN people.is_known THEN contributions.items ELSE 0 END) AS known_items
    FROM weekly.contributions AS contributions
    JOIN people
        ON people.person_id = contributions.person_id
    JOIN weekly.series AS series
        ON series.series_id = contributions.series_id
    WHERE series.channel IN ('pages', 'tickets', CASE WHEN series.scope = 'repo' THEN 'commits' ELSE 'code' END)
    GROUP BY
        contributions.series_id,
        contributions.week
),

work AS (
    SELECT
        series.scope,
        series.entity,
        items.week,
        SUM(items.items) AS items,
        SUM(items.known_items) AS known_items
    FROM items
    JOIN weekly.series AS series
        ON series.series_id = items.series_id
    GROUP BY
        series.scope,
        series.entity,
        items.week
),

places AS (
    SELECT
        scope,
        entity,
        week,
        MAX(days_of_data) AS days_of_data
    FROM weekly.spine
    WHERE channel IN ('pages', 'tickets', CASE WHEN scope = 'repo' THEN 'commits' ELSE 'code' END)
    GROUP BY
        scope,
        entity,
        week
)

SELECT
    places.scope,
    places.entity,
    places.week,
    places.days_of_data,
    CAST(COALESCE(SUM(work.items), 0) AS BIGINT) AS items,
    CAST(COALESCE(SUM(work.known_items), 0) AS BIGINT) AS known_items
FROM places
CROSS JOIN sources
LEFT JOIN work
    ON work.scope = places.scope
    AND work.entity = places.entity
    AND work.week > places.week - 13 * 7
    AND work.week <= places.week
GROUP BY
    places.scope,
    places.entity,
    places.week,
    places.days_of_data
