-- One row per file and span of weeks in which the repository had it.
SELECT
    repo_id,
    path_id,
    since AS since_week,
    until AS until_week
FROM raw.git_trees
