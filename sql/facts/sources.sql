-- One row per thing that is read as a whole: an account of PagerDuty or Jira, a repository of git. read_at is when the last
-- reading that reached the end of all its streams began; NULL where one of them never has. problem says which part is
-- incomplete, and why where a reason is known. One that is no longer configured (is_configured) keeps what was read of it.
WITH cursors AS (
    SELECT
        source,
        stream,
        CASE WHEN source = 'git' THEN stream ELSE source END AS name,
        CASE WHEN source = 'git' THEN 'git ' || stream ELSE source END AS configured_as,
        completed_at,
        is_incomplete,
        problem
    FROM staging.cursors
)

SELECT
    cursors.source,
    cursors.name,
    CASE WHEN COUNT(cursors.completed_at) = COUNT(*) THEN MIN(cursors.completed_at) END AS read_at,
    bool_or(cursors.is_incomplete) AS is_incomplete,
    string_agg(
        COALESCE(cursors.problem, CASE WHEN cursors.source = 'git' THEN 'not read to the end' ELSE cursors.stream || ': not read to the end' END),
        ', '
        ORDER BY cursors.stream
    ) FILTER (WHERE cursors.is_incomplete) AS problem,
    bool_and(settings.sources IS NULL OR list_contains(string_split(settings.sources, chr(10)), cursors.configured_as)) AS is_configured
FROM cursors
CROSS JOIN staging.settings AS settings
GROUP BY
    cursors.source,
    cursors.name
