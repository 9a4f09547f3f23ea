-- One row per log entry of an incident that says what a person did, was told or was given, how the incident was opened or
-- resolved, or that it escalated. event is the type of the entry: trigger, assign, delegate, escalate, notify, acknowledge,
-- resolve, annotate, snooze, responder_accept, status_update, priority_change, urgency_change. person_id is who was notified or
-- did it. It is NULL for what no person did, such as an integration, a timeout or a bot, and where is_unnamed says that the
-- source names nobody. channel is that of a notification: push, sms, phone, email, or NULL where it is another or not known.
-- names_runbook: the alert that opened the incident speaks of a runbook or playbook and has a link. Not here are entries of
-- other types, what a service assigned or acknowledged by itself, entries of an incident that has not been read yet, and to
-- whom an incident was given; where alerts came from is in facts.alert_sources.
--
-- It is looked at and not written down: of tens of millions of rows each reader asks for few, by event.
-- The person of an account is in a list, at the account's place: to join tens of millions of rows with their accounts takes twice as
-- long.
WITH accounts AS (
    SELECT
        list(CASE WHEN NOT is_bot THEN person_id END ORDER BY user_place) AS people
    FROM (
        SELECT
            users.user_place,
            MIN(identities.person_id) AS person_id,
            bool_and(people.is_bot) AS is_bot
        FROM staging.pagerduty_users AS users
        LEFT JOIN facts.identities AS identities
            ON identities.source = 'pagerduty'
            AND identities.account = users.user_id
        LEFT JOIN facts.people AS people
            ON people.person_id = identities.person_id
        GROUP BY
            users.user_place
    )
)

SELECT
    entries.incident_place AS incident_id,
    entries.event,
    entries.created_at AS happened_at,
    accounts.people[entries.user_place] AS person_id,
    entries.is_of_person AND entries.user_place IS NULL AS is_unnamed,
    entries.channel,
    entries.names_runbook
FROM staging.pagerduty_log_entries AS entries
CROSS JOIN accounts
WHERE entries.event IS NOT NULL
    AND entries.created_at IS NOT NULL
    AND entries.incident_place IS NOT NULL
    AND (entries.is_of_person OR entries.event IN ('trigger', 'notify', 'escalate', 'resolve'))
