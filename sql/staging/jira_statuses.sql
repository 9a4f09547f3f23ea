-- One row per status of any workflow, deleted ones included. Names are in any language; the category is one of three.
SELECT
    id          AS status_id,
    f[1]        AS name,
    lower(f[2]) AS category  -- new, indeterminate, done
FROM (
    SELECT
        id,
        json_extract_string(COALESCE(readable, payload), ['$.name', '$.statusCategory.key']) AS f
    FROM raw.jira_statuses
)
