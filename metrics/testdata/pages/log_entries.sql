-- Their log entries, as the API sends them. Everyone who is paged gets a push; in half of the incidents an SMS after 90 s,
-- which is another page, in a fifth a call after 30 s, which is not, and in a third an e-mail.
INSERT INTO raw.pagerduty_log_entries BY NAME
SELECT
    id,
    make_timestamptz(second * 1000000) AS created_at,
    '{"id":"' || id || '","type":"' || type || '_log_entry","summary":"' || says || '","created_at":"' || raw.stamp(second) || '","agent":' || agent
        || ',"channel":' || channel || ',"service":' || raw.a_service(service)
        || ',"incident":' || raw.reference('incident', 'incidents', incident, '[#' || i || '] ' || title)
        || ',"teams":[' || raw.a_team(service % 300) || '],"contexts":[]' || rest
        || ',"self":"https://api.pagerduty.com/log_entries/' || id || '?incident_id=' || incident
        || '","html_url":"https://example.pagerduty.com/incidents/' || incident || '/log_entries/' || id || '"}' AS payload,
    make_timestamptz(resolved * 1000000) AS fetched_at
FROM (
    SELECT
        lives.i,
        lives.id AS incident,
        lives.service,
        lives.title,
        lives.resolved,
        'R' || lpad((lives.i * 16 + kind.place)::VARCHAR, 25, '0') AS id,
        kind.type,
        CASE kind.place WHEN 8 THEN lives.acknowledged WHEN 12 THEN lives.resolved ELSE lives.opened + kind.after END AS second,
        CASE
            WHEN kind.type = 'trigger' THEN raw.an_integration(service)
            WHEN kind.place < 8 OR kind.place = 12 AND i % 4 = 0 THEN raw.a_service(service)
            ELSE raw.a_user(answers)
        END AS agent,
        CASE kind.type
            WHEN 'trigger'
                THEN '{"type":"api","summary":"Events API","details":{"check":"' || title || '","host":"host-' || i % 50 || '.example.com","load":0.'
                    || i % 100 || '},"cef_details":{"source_origin":"host-' || i % 50 || '.example.com"}}'
            WHEN 'notify'
                THEN '{"type":"auto","notification":{"type":"' || kind.way || '","address":null,"status":"success"}}'
            ELSE '{"type":"website"}'
        END AS channel,
        CASE kind.type
            WHEN 'assign' THEN ',"assignees":[' || raw.a_user(CASE WHEN kind.place = 1 THEN paged ELSE answers END) || ']'
            WHEN 'notify' THEN ',"user":' || raw.a_user(paged)
            ELSE ''
        END AS rest,
        kind.says
    FROM raw.lives AS lives
    JOIN (
        VALUES
            (0, 'trigger', 0, '', 'Triggered through the API', 1, 0),
            (1, 'assign', 1, '', 'Assigned', 1, 0),
            (2, 'notify', 5, 'push_notification', 'Notified', 1, 0),
            (3, 'notify', 90, 'sms_notification', 'Notified', 2, 0),
            (4, 'notify', 30, 'phone_notification', 'Notified', 5, 1),
            (5, 'notify', 6, 'email_notification', 'Notified', 3, 2),
            (8, 'acknowledge', 0, '', 'Acknowledged', 1, 0),
            (9, 'assign', 1900, '', 'Reassigned', 20, 3),
            (10, 'annotate', 2000, '', 'Noted', 20, 4),
            (11, 'escalate', 100, '', 'Escalated', 20, 5),
            (12, 'resolve', 0, '', 'Resolved', 1, 0)
    ) AS kind (place, type, after, way, says, every, of)
        ON lives.i % kind.every = kind.of % kind.every
);
