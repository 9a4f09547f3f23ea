-- One row per commit, merges included.
SELECT
    repo_id,
    commit_id,
    sha,
    parents,
    author_id    AS author_identity_id,
    committer_id AS committer_identity_id,
    authored_at,
    author_utc_offset AS author_utc_offset_minutes,
    committed_at,
    committer_utc_offset AS committer_utc_offset_minutes,
    changes,
    subject
FROM raw.git_commits
