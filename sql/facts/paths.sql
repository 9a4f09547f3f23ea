-- One row per path ever named in a repository. is_counted tells whether the truck factor looks at it under the build's
-- files mode.
SELECT
    paths.repo_id,
    paths.path_id,
    paths.path,
    paths.kind,
    settings.files_mode = 'all' OR paths.kind = 'source' AS is_counted
FROM staging.git_paths AS paths
CROSS JOIN staging.settings AS settings
