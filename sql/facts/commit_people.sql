-- One row per commit and person who wrote it: its author, and everyone named by a Co-authored-by trailer, each once.
-- Merges are here too (is_merge): they show that a person is around, and count for nothing else.
SELECT
    repo_id,
    commit_id,
    person_id,
    TRUE AS is_author,
    is_bot,
    is_merge,
    committed_on,
    week
FROM facts.commits

UNION ALL

SELECT DISTINCT
    coauthors.repo_id,
    coauthors.commit_id,
    identities.person_id,
    FALSE AS is_author,
    people.is_bot,
    commits.is_merge,
    commits.committed_on,
    commits.week
FROM staging.git_coauthors AS coauthors
JOIN facts.identities AS identities
    ON identities.source = 'git'
    AND identities.repo_id = coauthors.repo_id
    AND identities.identity_id = coauthors.identity_id
JOIN facts.people AS people
    ON people.person_id = identities.person_id
JOIN facts.commits AS commits
    ON commits.repo_id = coauthors.repo_id
    AND commits.commit_id = coauthors.commit_id
WHERE commits.person_id <> identities.person_id
