-- One row, or none before the first ingest: the site, and the user whose token reads it.
SELECT
    max(COALESCE(f[1], f[2], f[3])) FILTER (id = 'myself')   AS user_id,
    max(f[4]) FILTER (id = 'serverInfo')                     AS url,
    max(CASE lower(f[5]) WHEN 'cloud' THEN 'cloud' ELSE 'datacenter' END) FILTER (id = 'serverInfo') AS deployment,
    max(f[6]) FILTER (id = 'myself')                         AS time_zone
FROM (
    SELECT
        id,
        json_extract_string(COALESCE(readable, payload), [
            '$.accountId', '$.key', '$.name', '$.baseUrl', '$.deploymentType', '$.timeZone'
        ]) AS f
    FROM raw.jira_site
)
HAVING count(*) > 0
