-- One row per repository: where it is, and how far it was read.
SELECT
    repo_id,
    repo,
    source,
    branch,
    tip,
    tip_at,
    read_at,
    has_line_counts,
    rename_detection,
    tree_since AS tree_since_week,
    incomplete
FROM staging.git_repositories
