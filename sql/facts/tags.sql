-- One row per tag.
SELECT
    repo_id,
    tag,
    sha,
    tagged_at,
    date_trunc('week', tagged_at)::DATE AS week
FROM staging.git_tags
