-- One row per commit and service to which one of the paths belongs that it changed. Merges change nothing, and are not here.
SELECT DISTINCT
    changes.repo_id,
    changes.commit_id,
    paths.service_id
FROM facts.file_changes AS changes
JOIN facts.service_paths AS paths
    ON paths.repo_id = changes.repo_id
    AND paths.path_id = changes.path_id
