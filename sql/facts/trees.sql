-- One row per file and span of weeks in which the repository had it: from since_week until before until_week, NULL
-- where it is still there.
SELECT
    repo_id,
    path_id,
    since_week,
    until_week
FROM staging.git_trees
