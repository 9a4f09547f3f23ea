-- One row per Co-authored-by trailer.
SELECT
    repo_id,
    commit_id,
    identity_id
FROM raw.git_coauthors
