-- One row per stream of a source, and per repository of git.
SELECT
    source,
    stream,
    completed_at,
    is_incomplete,
    problem
FROM raw.cursors
