-- One row per path ever named in a repository.
SELECT
    repo_id,
    path_id,
    path,
    kind
FROM raw.git_paths
