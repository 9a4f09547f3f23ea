-- One row per issue, as it was when last read, those that are gone included. What it was before is in
-- staging.jira_changes: a reopened issue has no resolved_at, and who resolved it is only there.
SELECT
    id                                  AS issue_id,
    f[1]                                AS key,
    f[2]                                AS project_id,
    f[3]                                AS project_key,
    f[4]                                AS type,
    f[5]                                AS status_id,
    f[6]                                AS status,
    lower(f[7])                         AS status_category,  -- new, indeterminate, done
    f[8]                                AS priority,
    f[9]                                AS summary,
    json_extract_string(f[10], '$[*]')  AS labels,
    json_extract_string(f[11], '$[*].name') AS components,
    json_extract_string(f[12], '$[*].name') AS fix_versions,
    COALESCE(f[13], f[14], f[15])       AS creator_id,
    COALESCE(f[16], f[17], f[18])       AS reporter_id,
    COALESCE(f[19], f[20], f[21])       AS assignee_id,
    f[22]                               AS parent_id,
    f[23]                               AS resolution,
    created_at,
    updated_at,
    TRY_CAST(f[24] AS TIMESTAMPTZ)      AS resolved_at,
    TRY_CAST(f[25] AS DATE)             AS due_on,
    gone_at IS NOT NULL                 AS is_deleted,
    gone_at,
    split_part(f[26], '/rest/', 1) || '/browse/' || f[1] AS url
FROM (
    SELECT
        id,
        created_at,
        updated_at,
        gone_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.key', '$.fields.project.id', '$.fields.project.key', '$.fields.issuetype.name', '$.fields.status.id',
            '$.fields.status.name', '$.fields.status.statusCategory.key', '$.fields.priority.name', '$.fields.summary',
            '$.fields.labels', '$.fields.components', '$.fields.fixVersions',
            '$.fields.creator.accountId', '$.fields.creator.key', '$.fields.creator.name',
            '$.fields.reporter.accountId', '$.fields.reporter.key', '$.fields.reporter.name',
            '$.fields.assignee.accountId', '$.fields.assignee.key', '$.fields.assignee.name',
            '$.fields.parent.id', '$.fields.resolution.name', '$.fields.resolutiondate', '$.fields.duedate', '$.self'
        ]) AS f
    FROM raw.jira_issues
)
