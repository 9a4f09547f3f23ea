-- One row per log entry of an incident that says what a person did, was told or was given, how the incident was opened or
-- resolved, or that it escalated; and one per person whom an entry assigned (event 'assigned'). event is otherwise the type
-- of the entry: trigger, assign, delegate, escalate, notify, acknowledge, resolve, annotate, snooze, responder_accept,
-- status_update, priority_change, urgency_change. person_id is who was notified, who was assigned, or who did it. It is NULL
-- for what no person did, such as an integration, a timeout or a bot, and where is_unnamed says that the source names
-- nobody. channel is that of a notification: push, sms, phone, email, or NULL where it is another or not known.
-- names_runbook: the alert that opened the incident speaks of a runbook or playbook and has a link. alert_source is where
-- that alert came from: the source or host that it names, or else the integration. Not here are entries of other types, what
-- a service assigned or acknowledged by itself, and entries of an incident that has not been read yet.
--
-- Reading the JSON of the log entries is most of the work of a build, so this is the only table that does. Writing is most
-- of the rest: events and channels are enumerated because strings take three times as long.
WITH entries AS (
    SELECT
        incident_id AS incident,
        replace(type, '_log_entry', '') AS event,
        created_at,
        agent_id,
        agent_type IS NULL OR agent_type LIKE 'user%' AS is_by_person,
        user_id,
        COALESCE(notification_type, channel_type) AS channel,
        CASE WHEN type = 'trigger_log_entry' THEN concat(details, contexts) END AS alert,
        CASE
            WHEN type = 'trigger_log_entry'
                THEN COALESCE(
                    alert_source,
                    json_extract_string(details, '$.source'),
                    json_extract_string(details, '$.host'),
                    CASE WHEN agent_type NOT LIKE 'user%' THEN agent_id END
                )
        END AS alert_source,
        unnest(CASE WHEN len(assignee_ids) > 0 THEN list_concat([NULL], assignee_ids) ELSE [NULL] END) AS assignee
    FROM staging.pagerduty_log_entries
    WHERE created_at IS NOT NULL
        AND type IN (
            'trigger_log_entry', 'assign_log_entry', 'delegate_log_entry', 'escalate_log_entry', 'notify_log_entry',
            'acknowledge_log_entry', 'resolve_log_entry', 'annotate_log_entry', 'snooze_log_entry', 'responder_accept_log_entry',
            'status_update_log_entry', 'priority_change_log_entry', 'urgency_change_log_entry'
        )
),

events AS (
    SELECT
        incident,
        CASE WHEN assignee IS NULL THEN event ELSE 'assigned' END AS event,
        created_at,
        CASE
            WHEN assignee IS NOT NULL THEN assignee
            WHEN event = 'notify' THEN user_id
            WHEN is_by_person THEN agent_id
        END AS account,
        assignee IS NOT NULL OR event = 'notify' OR is_by_person AS is_of_person,
        CASE
            WHEN assignee IS NOT NULL OR event <> 'notify' THEN NULL
            WHEN channel LIKE '%mail%' THEN 'email'
            WHEN channel LIKE '%push%' THEN 'push'
            WHEN channel LIKE '%sms%' THEN 'sms'
            WHEN channel LIKE '%phone%' THEN 'phone'
        END AS channel,
        COALESCE(
            assignee IS NULL
                AND regexp_matches(alert, '(run|play)[ _-]?book', 'i')
                AND regexp_matches(alert, 'https?:', 'i'),
            FALSE
        ) AS names_runbook,
        CASE WHEN assignee IS NULL THEN alert_source END AS alert_source
    FROM entries
    WHERE assignee IS NOT NULL
        OR is_by_person
        OR event IN ('trigger', 'notify', 'escalate', 'resolve')
),

accounts AS (
    SELECT
        identities.account,
        identities.person_id,
        people.is_bot
    FROM facts.identities AS identities
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE identities.source = 'pagerduty'
)

SELECT
    keys.incident_id,
    events.event::ENUM (
        'acknowledge', 'annotate', 'assign', 'assigned', 'delegate', 'escalate', 'notify', 'priority_change', 'resolve',
        'responder_accept', 'snooze', 'status_update', 'trigger', 'urgency_change'
    ) AS event,
    events.created_at AS happened_at,
    CASE WHEN NOT accounts.is_bot THEN accounts.person_id END AS person_id,
    events.is_of_person AND accounts.person_id IS NULL AS is_unnamed,
    events.channel::ENUM ('email', 'phone', 'push', 'sms') AS channel,
    events.names_runbook,
    events.alert_source
FROM events
JOIN facts.incident_keys AS keys
    ON keys.incident = events.incident
LEFT JOIN accounts
    ON accounts.account = events.account
