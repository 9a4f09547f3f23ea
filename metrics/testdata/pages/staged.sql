-- What staging makes of the JSON, without the JSON.
CREATE OR REPLACE VIEW raw.staged_incidents AS
SELECT
    id AS incident_id,
    (i + 1)::INTEGER AS incident_place,
    i AS incident_number,
    title,
    make_timestamptz(opened * 1000000) AS created_at,
    'resolved'::ENUM ('triggered', 'acknowledged', 'resolved') AS status,
    'high'::ENUM ('high', 'low') AS urgency,
    'PS' || lpad(service::VARCHAR, 5, '0') AS service_id,
    'Service ' || service AS service_name,
    'PE' || lpad(policy::VARCHAR, 5, '0') AS escalation_policy_id,
    CASE WHEN i % 3 = 0 THEN 'PPRIO' || i % 4 END AS priority_id,
    CASE WHEN i % 3 = 0 THEN 'P' || i % 4 END AS priority_name,
    'K' || hash(i) AS incident_key,
    make_timestamptz(resolved * 1000000) AS last_status_change_at,
    raw.user_key(answers) AS last_status_change_by_id,
    'user_reference' AS last_status_change_by_type,
    make_timestamptz(resolved * 1000000) AS resolved_at,
    NULL::VARCHAR AS resolve_reason,
    NULL::VARCHAR AS merged_into_incident_id,
    1::BIGINT AS alerts,
    'https://example.pagerduty.com/incidents/' || id AS html_url,
    ['PT' || lpad((service % 300)::VARCHAR, 5, '0')] AS team_ids,
    make_timestamptz(resolved * 1000000) AS fetched_at
FROM raw.lives;

CREATE OR REPLACE VIEW raw.staged_log_entries AS
SELECT
    type::ENUM (
        'acknowledge', 'annotate', 'assign', 'delegate', 'escalate', 'notify', 'priority_change', 'resolve',
        'responder_accept', 'snooze', 'status_update', 'trigger', 'urgency_change'
    ) AS event,
    make_timestamptz(second * 1000000) AS created_at,
    (i + 1)::INTEGER AS incident_place,
    (COALESCE(told, by_user) + 1)::INTEGER AS user_place,
    COALESCE(told, by_user) IS NOT NULL AS is_of_person,
    NULLIF(replace(way, '_notification', ''), '')::ENUM ('email', 'phone', 'push', 'sms') AS channel,
    (assignee IS NOT NULL)::INTEGER AS assignees,
    CASE WHEN assignee IS NOT NULL THEN [raw.user_key(assignee)] END AS assignee_ids,
    FALSE AS names_runbook,
    host AS alert_source
FROM raw.happenings;
