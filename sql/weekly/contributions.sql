-- One row per series, week and person with a contribution, over all history; items is how many: commits, responses, seconds
-- on call, pages. In the organisation's series somebody who works in two repositories is one person. Weeks without a
-- contribution are in weekly.spine.
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
    commits.week,
    commits.person_id,
    CAST(SUM(commits.commits) AS BIGINT) AS items
FROM weekly.commits AS commits
JOIN weekly.series AS series
    ON series.channel = 'commits'
    AND series.scope = 'org'
GROUP BY
    series.series_id,
    commits.week,
    commits.person_id

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    CAST(SUM(responses.responses) AS BIGINT) AS items
FROM weekly.responses AS responses
JOIN facts.services AS services
    ON services.service_id = responses.service_id
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = 'service'
    AND series.entity = services.service
GROUP BY
    series.series_id,
    responses.week,
    responses.person_id

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    CAST(SUM(responses.responses) AS BIGINT) AS items
FROM weekly.responses AS responses
JOIN facts.teams AS teams
    ON teams.team_id = responses.team_id
JOIN weekly.series AS series
    ON series.channel = 'pages'
    AND series.scope = 'team'
    AND series.entity = teams.team
GROUP BY
    series.series_id,
    responses.week,
    responses.person_id

UNION ALL

SELECT
    series.series_id,
    responses.week,
    responses.person_id,
    CAST(SUM(responses.responses) AS BIGINT) AS items
FROM weekly.responses AS responses
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
