-- One row per commit and person who wrote it: its author, and everyone named by a Co-authored-by trailer, each once.
-- Merges are here too (is_merge): they show that a person is around, and count for nothing else.
WITH credited AS (
    SELECT
        commits.repo_id,
        commits.commit_id,
        commits.person_id
    FROM facts.commits AS commits

    UNION

    SELECT
        coauthors.repo_id,
        coauthors.commit_id,
        identities.person_id
    FROM staging.git_coauthors AS coauthors
    JOIN facts.identities AS identities
        ON identities.source = 'git'
        AND identities.repo_id = coauthors.repo_id
        AND identities.identity_id = coauthors.identity_id
)

SELECT
    credited.repo_id,
    credited.commit_id,
    credited.person_id,
    people.is_bot,
    commits.is_merge,
    commits.committed_on,
    commits.week
FROM credited
JOIN facts.commits AS commits
    ON commits.repo_id = credited.repo_id
    AND commits.commit_id = credited.commit_id
JOIN facts.people AS people
    ON people.person_id = credited.person_id
