-- One row per thing that is read as a whole: an account of PagerDuty or Jira, a repository of git. read_at is when the last
-- reading that reached the end of all its streams began; NULL where one of them never has. problem says which part is
-- incomplete, and why where a reason is known.
SELECT
    source,
    CASE WHEN source = 'git' THEN stream ELSE source END AS name,
    CASE WHEN COUNT(completed_at) = COUNT(*) THEN MIN(completed_at) END AS read_at,
    bool_or(is_incomplete) AS is_incomplete,
    string_agg(
        COALESCE(problem, CASE WHEN source = 'git' THEN 'not read to the end' ELSE stream || ': not read to the end' END),
        ', '
        ORDER BY stream
    ) FILTER (WHERE is_incomplete) AS problem
FROM staging.cursors
GROUP BY
    source,
    CASE WHEN source = 'git' THEN stream ELSE source END
