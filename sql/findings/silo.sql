-- One row per team and kept week in which the rule silo holds: of the responses to its services over the 26 weeks that end with the
-- week under 2 % were by people outside the team, and of the commits to them too. people and of_people are NULL: it is about
-- the others, who are not there. There are at least 50 of each of which it is known whose they are, and another team.
WITH weeks AS (
    SELECT
        incidents.entity,
        incidents.week,
        incidents.owned_responses + LAG(incidents.owned_responses, 13) OVER entity AS responses,
        incidents.cross_team_responses + LAG(incidents.cross_team_responses, 13) OVER entity AS cross_responses,
        tallies.items + LAG(tallies.items, 13) OVER entity AS commits,
        tallies.part + LAG(tallies.part, 13) OVER entity AS cross_commits
    FROM weekly.incidents AS incidents
    LEFT JOIN weekly.tallies AS tallies
        ON tallies.measure = 'commits'
        AND tallies.scope = incidents.scope
        AND tallies.entity = incidents.entity
        AND tallies.week = incidents.week
    WHERE incidents.scope = 'team'
    WINDOW entity AS (
        PARTITION BY incidents.entity
        ORDER BY incidents.week
    )
)

SELECT
    '' AS channel,
    'team' AS scope,
    entity,
    week,
    NULL AS people,
    NULL AS of_people,
    CAST(responses AS DOUBLE) AS responses,
    CAST(cross_responses AS DOUBLE) AS cross_responses,
    CAST(commits AS DOUBLE) AS commits,
    CAST(cross_commits AS DOUBLE) AS cross_commits
FROM weeks
WHERE responses >= 50
    AND commits >= 50
    AND cross_responses * 50 < responses
    AND cross_commits * 50 < commits
    AND (SELECT COUNT(DISTINCT team_id) FROM facts.team_members) > 1
