-- One row per commit, merges included. A commit dated after the run that read it counts in the week of that run: a
-- wrong clock moves work, it does not hide it. Its object name and subject are in staging.git_commits: copying the texts of
-- 10 million commits would cost more than all of their numbers.
SELECT
    commits.repo_id,
    commits.commit_id,
    authors.person_id,
    people.is_bot,
    commits.parents > 1 AS is_merge,
    COALESCE(commits.changes > 1000, FALSE) AS is_large,
    commits.changes AS files_changed,
    commits.authored_at,
    commits.author_utc_offset_minutes,
    LEAST(commits.committed_at, repositories.read_at) AS committed_at,
    LEAST(commits.committed_at, repositories.read_at)::DATE AS committed_on,
    date_trunc('week', LEAST(commits.committed_at, repositories.read_at))::DATE AS week
FROM staging.git_commits AS commits
JOIN facts.repositories AS repositories
    ON repositories.repo_id = commits.repo_id
JOIN facts.identities AS authors
    ON authors.source = 'git'
    AND authors.repo_id = commits.repo_id
    AND authors.identity_id = commits.author_identity_id
JOIN facts.people AS people
    ON people.person_id = authors.person_id
