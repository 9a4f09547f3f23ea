-- One row per repository read.
SELECT
    repo_id,
    name AS repo,
    source,
    branch,
    tip,
    tip_at,
    read_at,
    has_line_counts,
    rename_detection,
    tree_since,
    incomplete
FROM raw.git_repositories
