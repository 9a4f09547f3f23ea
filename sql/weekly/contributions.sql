-- One row per series, week and person with a contribution, over all history; items is how many. In the organisation's
-- series somebody who works in two repositories is one person. Weeks without a contribution are in weekly.spine.
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
