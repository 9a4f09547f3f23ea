-- One row per log entry of an incident that says what a person did, was told or was given, how the incident was opened or
-- resolved, or that it escalated; and one per person whom an entry assigned (event 'assigned'). event is otherwise the type
-- of the entry: trigger, assign, delegate, escalate, notify, acknowledge, resolve, annotate, snooze, responder_accept,
-- status_update, priority_change, urgency_change. person_id is who was notified, who was assigned, or who did it. It is NULL
-- for what no person did, such as an integration, a timeout or a bot, and where is_unnamed says that the source names
-- nobody. channel is that of a notification: push, sms, phone, email, or NULL where it is another or not known.
-- names_runbook: the alert that opened the incident speaks of a runbook or playbook and has a link. Not here are entries of
-- other types, what a service assigned or acknowledged by itself, and entries of an incident that has not been read yet; where
-- alerts came from is in facts.alert_sources.
--
-- Text is slow: what is known of a type is joined to it once, and events and channels are enumerated, because to write strings
-- takes three times as long. Of the few alerts with a word in them a pattern is asked.
WITH names AS (
    SELECT
        name::ENUM (
            'acknowledge', 'annotate', 'assign', 'assigned', 'delegate', 'escalate', 'notify', 'priority_change', 'resolve',
            'responder_accept', 'snooze', 'status_update', 'trigger', 'urgency_change'
        ) AS event
    FROM (
        VALUES
            ('trigger'), ('assign'), ('assigned'), ('delegate'), ('escalate'), ('notify'), ('acknowledge'), ('resolve'), ('annotate'),
            ('snooze'), ('responder_accept'), ('status_update'), ('priority_change'), ('urgency_change')
    ) AS names (name)
),

kinds AS (
    SELECT
        types.event || '_log_entry' AS type,
        types.event,
        types.event = 'trigger' AS is_trigger,
        types.event = 'notify' AS is_notify,
        -- Of the others only what a person did is here, and whom they assigned.
        types.event IN ('trigger', 'notify', 'escalate', 'resolve') AS is_of_anyone,
        -- A quoted word would be text, and so would be the whole column.
        assigned.event AS assigned
    FROM names AS types
    JOIN names AS assigned
        ON assigned.event = 'assigned'
    WHERE types.event <> 'assigned'
),

entries AS (
    SELECT
        entries.incident_place,
        kinds.event,
        kinds.is_trigger,
        kinds.is_notify,
        kinds.is_of_anyone,
        entries.created_at,
        entries.agent_id,
        entries.agent_type IS NULL OR entries.agent_type LIKE 'user%' AS is_by_person,
        entries.user_id,
        CASE WHEN kinds.is_notify THEN COALESCE(entries.notification_type, entries.channel_type) END AS channel,
        CASE WHEN kinds.is_trigger THEN concat(entries.details, entries.contexts) END AS alert
    FROM staging.pagerduty_log_entries AS entries
    JOIN kinds
        ON kinds.type = entries.type
    WHERE entries.created_at IS NOT NULL
        AND entries.incident_place IS NOT NULL
),

events AS (
    SELECT
        incident_place,
        event,
        created_at,
        CASE
            WHEN is_notify THEN user_id
            WHEN is_by_person THEN agent_id
        END AS account,
        is_notify OR is_by_person AS is_of_person,
        CASE
            WHEN channel IS NULL THEN NULL
            WHEN channel LIKE '%mail%' THEN 'email'
            WHEN channel LIKE '%push%' THEN 'push'
            WHEN channel LIKE '%sms%' THEN 'sms'
            WHEN channel LIKE '%phone%' THEN 'phone'
        END::ENUM ('email', 'phone', 'push', 'sms') AS channel,
        COALESCE(
            is_trigger
                AND contains(lower(alert), 'book')
                AND regexp_matches(alert, '(run|play)[ _-]?book', 'i')
                AND regexp_matches(alert, 'https?:', 'i'),
            FALSE
        ) AS names_runbook
    FROM entries
    WHERE is_of_anyone
        OR is_by_person

    UNION ALL

    SELECT
        entries.incident_place,
        kinds.assigned AS event,
        entries.created_at,
        entries.assignee AS account,
        TRUE AS is_of_person,
        NULL AS channel,
        FALSE AS names_runbook
    FROM (
        SELECT
            incident_place,
            type,
            created_at,
            unnest(assignee_ids) AS assignee
        FROM staging.pagerduty_log_entries
        WHERE assignee_ids IS NOT NULL
            AND created_at IS NOT NULL
            AND incident_place IS NOT NULL
    ) AS entries
    JOIN kinds
        ON kinds.type = entries.type
    WHERE entries.assignee IS NOT NULL
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
    events.incident_place AS incident_id,
    events.event,
    events.created_at AS happened_at,
    CASE WHEN NOT accounts.is_bot THEN accounts.person_id END AS person_id,
    events.is_of_person AND accounts.person_id IS NULL AS is_unnamed,
    events.channel,
    events.names_runbook
FROM events
LEFT JOIN accounts
    ON accounts.account = events.account
