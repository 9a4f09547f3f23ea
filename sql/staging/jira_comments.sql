-- One row per comment, deleted ones included. What it says is not here.
SELECT
    issue_id,
    id AS comment_id,
    author_id,
    created_at,
    TRY_CAST(json_extract_string(COALESCE(readable, payload), '$.updated') AS TIMESTAMPTZ) AS updated_at,
    gone_at IS NOT NULL AS is_deleted
FROM raw.jira_comments
