-- One row per tag.
SELECT
    repo_id,
    name AS tag,
    sha,
    tagged_at
FROM raw.git_tags
