-- One row per incident, as it was when last read. Who was paged and who answered is not here: the API empties
-- assignments and acknowledgements with the status, so that is in staging.pagerduty_log_entries. incident_place is its place
-- among all by id: a number to join the many log entries by.
WITH places AS (
    SELECT
        id,
        ROW_NUMBER() OVER (ORDER BY id)::INTEGER AS incident_place
    FROM raw.pagerduty_incidents
)

SELECT
    incidents.id                         AS incident_id,
    places.incident_place,
    TRY_CAST(f[1] AS BIGINT)             AS incident_number,
    f[2]                                 AS title,
    created_at,
    TRY_CAST(lower(f[3]) AS ENUM ('triggered', 'acknowledged', 'resolved')) AS status,
    TRY_CAST(lower(f[4]) AS ENUM ('high', 'low')) AS urgency,
    f[5]                                 AS service_id,
    f[6]                                 AS service_name,
    f[7]                                 AS escalation_policy_id,
    f[8]                                 AS priority_id,
    f[9]                                 AS priority_name,
    f[10]                                AS incident_key,
    TRY_CAST(f[11] AS TIMESTAMPTZ)       AS last_status_change_at,
    f[12]                                AS last_status_change_by_id,
    lower(f[13])                         AS last_status_change_by_type,
    TRY_CAST(f[14] AS TIMESTAMPTZ)       AS resolved_at,
    lower(f[15])                         AS resolve_reason,        -- merge_resolve_reason; NULL otherwise
    f[16]                                AS merged_into_incident_id,
    TRY_CAST(f[17] AS BIGINT)            AS alerts,
    f[18]                                AS html_url,
    json_extract_string(f[19], '$[*].id') AS team_ids,
    fetched_at
FROM (
    SELECT
        id,
        created_at,
        fetched_at,
        -- One call for all fields: DuckDB parses the text once per call, and parsing is what takes the time.
        json_extract_string(COALESCE(readable, payload), [
            '$.incident_number', '$.title', '$.status', '$.urgency', '$.service.id', '$.service.summary',
            '$.escalation_policy.id', '$.priority.id', '$.priority.summary', '$.incident_key', '$.last_status_change_at',
            '$.last_status_change_by.id', '$.last_status_change_by.type', '$.resolved_at', '$.resolve_reason.type',
            '$.resolve_reason.incident.id', '$.alert_counts.all', '$.html_url', '$.teams'
        ]) AS f
    FROM raw.pagerduty_incidents
) AS incidents
JOIN places
    ON places.id = incidents.id
