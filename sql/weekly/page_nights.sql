-- One row per team and the whole organisation and local night of the last 52 kept weeks in which somebody was paged in their
-- sleeping hours: people is how many were, by the pages of the team's services. night_on is the date of its evening. Nights of
-- people whose time zone is not known are not here, nor are those of one person: facts.nights has them.
WITH last AS (
    SELECT
        MAX(week) AS week
    FROM weekly.weeks
),

nights AS (
    SELECT DISTINCT
        nights.person_id,
        nights.team_id,
        nights.night_on
    FROM facts.nights AS nights
    CROSS JOIN last
    WHERE nights.week <= last.week
        AND nights.night_on >= last.week - 51 * 7
)

SELECT
    'team' AS scope,
    teams.team AS entity,
    nights.night_on,
    COUNT(*) AS people
FROM nights
JOIN facts.teams AS teams
    ON teams.team_id = nights.team_id
GROUP BY
    teams.team,
    nights.night_on

UNION ALL

SELECT
    'org' AS scope,
    'organisation' AS entity,
    night_on,
    COUNT(DISTINCT person_id) AS people
FROM nights
GROUP BY
    night_on
