-- One row per team, person and the whole organisation, weekday (1 is Monday) and hour of the day in which somebody was paged in
-- the 13 weeks that end with the last kept week, by the clock of whoever was paged: pages, at least 1. A team has the pages
-- of its services; pages to nobody that is named, or whose time zone is not known, are not here.
WITH last AS (
    SELECT
        MAX(week) AS week
    FROM weekly.weeks
),

hours AS (
    SELECT
        pages.team_id,
        pages.person_id,
        CAST(EXTRACT(ISODOW FROM pages.local_at) AS INTEGER) AS weekday,
        CAST(EXTRACT(HOUR FROM pages.local_at) AS INTEGER) AS hour,
        COUNT(*) AS pages
    FROM facts.pages AS pages
    CROSS JOIN last
    WHERE pages.person_id IS NOT NULL
        AND pages.local_at IS NOT NULL
        AND pages.week <= last.week
        AND pages.week > last.week - 13 * 7
    GROUP BY
        pages.team_id,
        pages.person_id,
        CAST(EXTRACT(ISODOW FROM pages.local_at) AS INTEGER),
        CAST(EXTRACT(HOUR FROM pages.local_at) AS INTEGER)
)

SELECT
    'team' AS scope,
    teams.team AS entity,
    hours.weekday,
    hours.hour,
    CAST(SUM(hours.pages) AS BIGINT) AS pages
FROM hours
JOIN facts.teams AS teams
    ON teams.team_id = hours.team_id
GROUP BY
    teams.team,
    hours.weekday,
    hours.hour

UNION ALL

SELECT
    'person' AS scope,
    people.person AS entity,
    hours.weekday,
    hours.hour,
    CAST(SUM(hours.pages) AS BIGINT) AS pages
FROM hours
JOIN facts.people AS people
    ON people.person_id = hours.person_id
GROUP BY
    people.person,
    hours.weekday,
    hours.hour

UNION ALL

SELECT
    'org' AS scope,
    'organisation' AS entity,
    weekday,
    hour,
    CAST(SUM(pages) AS BIGINT) AS pages
FROM hours
GROUP BY
    weekday,
    hour
