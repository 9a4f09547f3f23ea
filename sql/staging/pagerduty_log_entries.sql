-- One row per log entry: all that ever happened to an incident, by whom. A notification's way (push, SMS, phone, e-mail)
-- is in notification_type or, in an older shape, in channel_type; both come in any case and are in lower case here.
--
-- incident_place is that of staging.pagerduty_incidents, NULL for an incident that has not been read yet: an id is as long
-- as two such rows of numbers, and to join and to group tens of millions of them is what would take most of a build. Whether
-- an entry snoozed, and ids and services of entries, are in raw only.
WITH incidents AS (
    SELECT
        id,
        ROW_NUMBER() OVER (ORDER BY id)::INTEGER AS incident_place
    FROM raw.pagerduty_incidents
),

entries AS (
    SELECT
        created_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.type', '$.incident.id', '$.agent.id', '$.agent.type', '$.user.id', '$.channel.type', '$.channel.notification.type',
            '$.assignees', '$.note', '$.channel.details', '$.contexts', '$.channel.cef_details.source_origin'
        ]) AS f
    FROM raw.pagerduty_log_entries
)

SELECT
    lower(f[1])                          AS type,               -- notify_log_entry, acknowledge_log_entry, …
    entries.created_at,
    incidents.incident_place,
    f[3]                                 AS agent_id,           -- who or what did it
    lower(f[4])                          AS agent_type,         -- user_reference is a person
    f[5]                                 AS user_id,            -- whom it was done to, such as who was notified
    lower(f[6])                          AS channel_type,
    lower(f[7])                          AS notification_type,
    json_extract_string(f[8], '$[*].id') AS assignee_ids,
    f[9]                                 AS note,
    f[10]                                AS details,            -- JSON: what the alert said
    f[11]                                AS contexts,           -- JSON: links and images that came with the alert
    f[12]                                AS alert_source        -- such as the host that raised the alert
FROM entries
LEFT JOIN incidents
    ON incidents.id = entries.f[2]
