-- One row per log entry: what happened to an incident, when, and to or by whom. event is the type of the entry without
-- _log_entry, NULL for types that nothing here asks for. user_place is who was notified, or else who did it, as the place among
-- staging.pagerduty_users; it is NULL where the source names nobody, and where no person did it (is_of_person is false): an
-- integration, a service, a timeout. channel is that of a notification, which is in its type or, in an older shape, in that
-- of the channel; NULL is another or not known. assignees are how many were assigned. names_runbook: the alert that opened the
-- incident speaks of a runbook or playbook and has a link. alert_source is where that alert came from: the source or host that
-- it names, or else the integration.
--
-- incident_place is that of staging.pagerduty_incidents, NULL for an incident that has not been read yet. All is in numbers and
-- enumerations, as far as may be, and what an alert says is asked for here and not kept: to write, join and group text of
-- tens of millions of rows is what would take most of a build. Notes, whether an entry snoozed, and ids and services of
-- entries are in raw only.
WITH incidents AS (
    SELECT
        id,
        ROW_NUMBER() OVER (ORDER BY id)::INTEGER AS incident_place
    FROM raw.pagerduty_incidents
),

users AS (
    SELECT
        id,
        ROW_NUMBER() OVER (ORDER BY id)::INTEGER AS user_place
    FROM raw.pagerduty_users
),

entries AS (
    SELECT
        created_at,
        json_extract_string(COALESCE(readable, payload), [
            '$.type', '$.incident.id', '$.agent.id', '$.agent.type', '$.user.id', '$.channel.type', '$.channel.notification.type',
            '$.assignees', '$.channel.details', '$.contexts', '$.channel.cef_details.source_origin', '$.channel.details.source',
            '$.channel.details.host'
        ]) AS f
    FROM raw.pagerduty_log_entries
),

kinds AS (
    SELECT
        created_at,
        f,
        CASE
            WHEN ends_with(lower(f[1]), '_log_entry')
                THEN TRY_CAST(replace(lower(f[1]), '_log_entry', '') AS ENUM (
                    'acknowledge', 'annotate', 'assign', 'delegate', 'escalate', 'notify', 'priority_change', 'resolve',
                    'responder_accept', 'snooze', 'status_update', 'trigger', 'urgency_change'
                ))
        END AS event,
        COALESCE(starts_with(lower(f[4]), 'user'), TRUE) AS is_by_person
    FROM entries
),

named AS (
    SELECT
        event,
        created_at,
        f[2] AS incident,
        CASE
            WHEN event = 'notify' THEN f[5]
            WHEN is_by_person THEN f[3]
        END AS user_id,
        event = 'notify' OR is_by_person AS is_of_person,
        CASE WHEN event = 'notify' THEN lower(COALESCE(f[7], f[6])) END AS channel,
        json_extract_string(f[8], '$[*].id') AS assignee_ids,
        CASE WHEN event = 'trigger' THEN concat(f[9], f[10]) END AS alert,
        CASE WHEN event = 'trigger' THEN COALESCE(f[11], f[12], f[13], CASE WHEN NOT is_by_person THEN f[3] END) END AS alert_source
    FROM kinds
)

SELECT
    named.event,
    named.created_at,
    incidents.incident_place,
    users.user_place,
    named.is_of_person,
    CASE
        WHEN named.channel LIKE '%mail%' THEN 'email'
        WHEN named.channel LIKE '%push%' THEN 'push'
        WHEN named.channel LIKE '%sms%' THEN 'sms'
        WHEN named.channel LIKE '%phone%' THEN 'phone'
    END::ENUM ('email', 'phone', 'push', 'sms') AS channel,
    COALESCE(list_count(named.assignee_ids), 0)::INTEGER AS assignees,
    named.assignee_ids,
    COALESCE(
        contains(lower(named.alert), 'book')
            AND regexp_matches(named.alert, '(run|play)[ _-]?book', 'i')
            AND regexp_matches(named.alert, 'https?:', 'i'),
        FALSE
    ) AS names_runbook,
    named.alert_source
FROM named
LEFT JOIN incidents
    ON incidents.id = named.incident
LEFT JOIN users
    ON users.id = named.user_id
