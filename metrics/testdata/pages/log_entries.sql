-- Their log entries, as the API sends them.
INSERT INTO raw.pagerduty_log_entries BY NAME
SELECT
    id,
    make_timestamptz(second * 1000000) AS created_at,
    '{"id":"' || id || '","type":"' || type || '_log_entry","summary":"' || says || '","created_at":"' || raw.stamp(second) || '","agent":'
        || CASE
            WHEN by_user IS NOT NULL THEN raw.a_user(by_user)
            WHEN type = 'trigger' THEN raw.an_integration(service)
            ELSE raw.a_service(service)
        END
        || ',"channel":'
        || CASE type
            WHEN 'trigger' THEN '{"type":"api","summary":"Events API","details":' || details || ',"cef_details":{"source_origin":"' || host || '"}}'
            WHEN 'notify' THEN '{"type":"auto","notification":{"type":"' || way || '","address":null,"status":"success"}}'
            ELSE '{"type":"website"}'
        END
        || ',"service":' || raw.a_service(service)
        || ',"incident":' || raw.reference('incident', 'incidents', incident, '[#' || i || '] ' || title)
        || ',"teams":[' || raw.a_team(service % 300) || '],"contexts":[]'
        || CASE WHEN told IS NULL THEN '' ELSE ',"user":' || raw.a_user(told) END
        || CASE WHEN assignee IS NULL THEN '' ELSE ',"assignees":[' || raw.a_user(assignee) || ']' END
        || ',"self":"https://api.pagerduty.com/log_entries/' || id || '?incident_id=' || incident
        || '","html_url":"https://example.pagerduty.com/incidents/' || incident || '/log_entries/' || id || '"}' AS payload,
    make_timestamptz(resolved * 1000000) AS fetched_at
FROM raw.happenings;
