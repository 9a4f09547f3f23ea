-- One row per file changed by a commit; merges have none.
SELECT
    repo_id,
    commit_id,
    path_id,
    old_path_id,
    chr(status::INTEGER) AS status,
    additions,
    deletions
FROM raw.git_changes
