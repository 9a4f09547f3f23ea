-- One row per repository, person and week in which the person wrote a commit, over all history. Merges and bots are not
-- here: weekly.coverage counts the bots' commits. A commit of several authors counts once for each of them.
SELECT
    repo_id,
    person_id,
    week,
    COUNT(*) AS commits
FROM facts.commit_people
WHERE NOT is_bot
    AND NOT is_merge
GROUP BY
    repo_id,
    person_id,
    week
