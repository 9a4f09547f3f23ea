-- One row per log entry: all that ever happened to an incident, by whom. A notification's way (push, SMS, phone, e-mail)
-- is in notification_type or, in an older shape, in channel_type; both come in any case and are in lower case here.
SELECT
    id                                    AS log_entry_id,
    lower(f[1])                           AS type,               -- notify_log_entry, acknowledge_log_entry, …
    created_at,
    f[2]                                  AS incident_id,
    f[3]                                  AS service_id,
    f[4]                                  AS agent_id,           -- who or what did it
    lower(f[5])                           AS agent_type,         -- user_reference is a person
    f[6]                                  AS user_id,            -- whom it was done to, such as who was notified
    lower(f[7])                           AS channel_type,
    lower(f[8])                           AS notification_type,
    lower(f[9])                           AS notification_status,
    TRY_CAST(f[10] AS BIGINT)             AS snooze_seconds,
    json_extract_string(f[11], '$[*].id') AS assignee_ids,
    f[12]                                 AS note,
    f[13]                                 AS details,            -- JSON: what the alert said
    f[14]                                 AS contexts,           -- JSON: links and images that came with the alert
    f[15]                                 AS alert_source,       -- such as the host that raised the alert
    fetched_at
FROM (
    SELECT
        id,
        created_at,
        fetched_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.type', '$.incident.id', '$.service.id', '$.agent.id', '$.agent.type', '$.user.id', '$.channel.type',
            '$.channel.notification.type', '$.channel.notification.status', '$.channel.duration', '$.assignees', '$.note',
            '$.channel.details', '$.contexts', '$.channel.cef_details.source_origin'
        ]) AS f
    FROM raw.pagerduty_log_entries
)
