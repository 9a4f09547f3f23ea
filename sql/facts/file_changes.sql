-- One row per file changed by a commit that is no merge. status is git's letter. is_left_out marks what the active
-- metrics ignore: changes by bots, and by commits over 1,000 files.
SELECT
    changes.repo_id,
    changes.commit_id,
    changes.path_id,
    changes.old_path_id,
    commits.person_id,
    commits.week,
    changes.status,
    commits.is_bot OR commits.is_large AS is_left_out,
    changes.additions,
    changes.deletions
FROM staging.git_changes AS changes
JOIN facts.commits AS commits
    ON commits.repo_id = changes.repo_id
    AND commits.commit_id = changes.commit_id
