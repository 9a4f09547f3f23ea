-- One row per person whom an issue, a change or a comment names. All are known by such references only: e-mail and time
-- zone are NULL where the person does not show them, and deleted accounts of Cloud are all one, 'unknown'.
SELECT
    id                                    AS user_id,      -- accountId on Cloud, key on Data Center
    f[1]                                  AS name,
    lower(f[2])                           AS email,
    f[3]                                  AS username,     -- Data Center
    f[4]                                  AS time_zone,
    TRY_CAST(f[5] AS BOOLEAN)             AS is_active,
    lower(f[6])                           AS account_type, -- Cloud: atlassian, app, customer
    TRUE                                  AS is_reference
FROM (
    SELECT
        id,
        json_extract_string(COALESCE(readable, payload), [
            '$.displayName', '$.emailAddress', '$.name', '$.timeZone', '$.active', '$.accountType'
        ]) AS f
    FROM raw.jira_users
)
