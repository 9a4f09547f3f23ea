-- Their incidents, as the API sends them.
INSERT INTO raw.pagerduty_incidents BY NAME
SELECT
    id,
    make_timestamptz(opened * 1000000) AS created_at,
    '{"id":"' || id || '","incident_number":' || i || ',"title":"' || title || '","created_at":"' || raw.stamp(opened) || '","updated_at":"'
        || raw.stamp(resolved) || '","status":"resolved","incident_key":"K' || hash(i) || '","service":' || raw.a_service(service)
        || ',"assignments":[],"assigned_via":"escalation_policy","last_status_change_at":"' || raw.stamp(resolved)
        || '","last_status_change_by":' || raw.a_user(answers) || ',"resolved_at":"' || raw.stamp(resolved)
        || '","first_trigger_log_entry":' || raw.reference('trigger_log_entry', 'log_entries', 'R' || lpad((i * 8)::VARCHAR, 25, '0'), 'Triggered through the API')
        || ',"alert_counts":{"all":1,"triggered":0,"resolved":1},"alert_grouping":null,"is_mergeable":true,"escalation_policy":'
        || raw.a_policy(policy) || ',"teams":[' || raw.a_team(service % 300)
        || '],"pending_actions":[],"acknowledgements":[],"priority":'
        || CASE WHEN i % 3 = 0 THEN raw.reference('priority', 'priorities', 'PPRIO' || i % 4, 'P' || i % 4) ELSE 'null' END
        || ',"resolve_reason":null,"urgency":"high","incidents_responders":[],"responder_requests":[],"type":"incident","summary":"[#' || i || '] '
        || title || '","self":"https://api.pagerduty.com/incidents/' || id || '","html_url":"https://example.pagerduty.com/incidents/' || id || '"}' AS payload,
    make_timestamptz(resolved * 1000000) AS fetched_at
FROM raw.lives;
