-- What staging makes of the JSON, without the JSON.
CREATE OR REPLACE VIEW raw.staged_incidents AS
SELECT
    id AS incident_id,
    (i + 1)::INTEGER AS incident_place,
    i AS incident_number,
    title,
    make_timestamptz(opened * 1000000) AS created_at,
    'resolved' AS status,
    'high' AS urgency,
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
    type || '_log_entry' AS type,
    make_timestamptz(second * 1000000) AS created_at,
    (i + 1)::INTEGER AS incident_place,
    CASE
        WHEN by_user IS NOT NULL THEN raw.user_key(by_user)
        WHEN type = 'trigger' THEN 'PI' || lpad(service::VARCHAR, 5, '0')
        ELSE 'PS' || lpad(service::VARCHAR, 5, '0')
    END AS agent_id,
    CASE
        WHEN by_user IS NOT NULL THEN 'user_reference'
        WHEN type = 'trigger' THEN 'events_api_v2_inbound_integration_reference'
        ELSE 'service_reference'
    END AS agent_type,
    CASE WHEN told IS NOT NULL THEN raw.user_key(told) END AS user_id,
    CASE type WHEN 'trigger' THEN 'api' WHEN 'notify' THEN 'auto' ELSE 'website' END AS channel_type,
    CASE WHEN type = 'notify' THEN way END AS notification_type,
    CASE WHEN assignee IS NOT NULL THEN [raw.user_key(assignee)] END AS assignee_ids,
    NULL::VARCHAR AS note,
    details,
    '[]' AS contexts,
    host AS alert_source
FROM raw.happenings;
