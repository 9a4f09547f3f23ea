-- One row per series, week and person with a contribution, over all history; items is how many: commits, responses, tickets,
-- seconds on call, pages. The series of the channel 'all' have none of their own: see weekly.ranks. In the organisation's series somebody who works in two repositories is one person. Weeks without a
-- contribution are in weekly.spine.
WITH team_responses AS (
    SELECT
        team_id,
        person_id,
        week,
        SUM(responses) AS responses
    FROM weekly.responses
    GROUP BY
        team_id,
        person_id,
        week
)

SELECT
    series.series_id,
    commits.week,
    commits.person_id,
    commits.commits AS items
FROM weekly.commits AS commits
JOIN facts.repositories AS repositories
    ON repositories.repo_id = commits.repo_id
JOIN weekly.series AS series
    ON series.channel = 'commits'
    AND series.scope = 'repo'
    AND series.entity = repositories.repo

UNION ALL

SELECT
    series.series_id,
    work.week,
    work.person_id,
    work.commits AS items
FROM weekly.commit_work AS work
JOIN weekly.series AS series
    ON series.channel = 'code'
    AND series.scope = work.scope
    AND series.entity = work.entity
WHERE work.commits > 0

UNION ALL

SELECT
    series.series_id,
    work.week,
    work.person_id,
    work.reliability_commits AS items
FROM weekly.commit_work AS work
JOIN weekly.series AS series
    ON series.channel = 'commits'
    AND series.scope = work.scope
    AND series.entity = work.entity
WHERE work.reliability_commits > 0

UNION ALL

SELECT
    series.series_id,
    work.week,
    work.person_id,
    work.reliability_tickets AS items
FROM weekly.ticket_work AS work
JOIN weekly.series AS series
    ON series.channel = 'tickets'
    AND series.scope = work.scope
    AND series.entity = work.entity
WHERE work.reliability_tickets > 0

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    responses.responses AS items
FROM weekly.responses AS responses
JOIN facts.services AS services
    ON services.service_id = responses.service_id
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = 'service'
    AND series.entity = services.service

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    CAST(responses.responses AS BIGINT) AS items
FROM team_responses AS responses
JOIN facts.teams AS teams
    ON teams.team_id = responses.team_id
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = 'team'
    AND series.entity = teams.team

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    CAST(SUM(responses.responses) AS BIGINT) AS items
FROM team_responses AS responses
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = 'org'
GROUP BY
    series.series_id,
    responses.week,
    responses.person_id

UNION ALL

SELECT
    series.series_id,
    on_call.week,
    on_call.person_id,
    on_call.seconds AS items
FROM weekly.on_call AS on_call
JOIN weekly.series AS series
    ON series.channel = 'on_call'
    AND series.scope = on_call.scope
    AND series.entity = on_call.entity

UNION ALL

SELECT
    series.series_id,
    paged.week,
    paged.person_id,
    paged.pages AS items
FROM weekly.paged AS paged
JOIN weekly.series AS series
    ON series.channel = 'paged'
    AND series.entity = paged.policy
