-- What happens to the incidents $1 to $2 of $3. In six of ten the person on duty answers; else one of a team's few, and in
-- one of twenty somebody of another team.
CREATE OR REPLACE TABLE raw.lives AS
SELECT
    i,
    'Q' || lpad(i::VARCHAR, 13, '0') AS id,
    opened,
    service,
    service % 1500 AS policy,
    raw.on_duty(service % 1500, 1, raw.turn_at(service % 1500, opened)) AS paged,
    CASE
        WHEN raw.uniform(i, 1) < 0.6 THEN paged
        WHEN raw.uniform(i, 1) < 0.95 THEN service % 300 + 300 * (raw.uniform(i, 2) * raw.uniform(i, 3) * 10)::INTEGER
        ELSE hash(i) % 5000
    END AS answers,
    opened + 120 + (1800 * raw.uniform(i, 4) * raw.uniform(i, 5))::BIGINT AS acknowledged,
    opened + 2400 + (20000 * raw.uniform(i, 6))::BIGINT AS resolved,
    'Service ' || service || ' is slow: p99 over ' || (200 + i % 800) || ' ms' AS title
FROM (
    SELECT
        i,
        1678093200 + 3600 + i * 94200000 // $3 AS opened,
        least((10000 * pow(raw.uniform(i, 7), 2))::BIGINT, 9999) AS service
    FROM range($1, $2) AS r (i)
);

-- And what is written down about them. Everyone who is paged gets a push; in half of the incidents an SMS after 90 s, which is
-- another page, in a fifth a call after 30 s, which is not, and in a third an e-mail.
CREATE OR REPLACE VIEW raw.happenings AS
SELECT
    lives.i,
    lives.id AS incident,
    lives.service,
    lives.title,
    lives.resolved,
    'R' || lpad((lives.i * 16 + kind.place)::VARCHAR, 25, '0') AS id,
    kind.type,
    kind.way,
    CASE kind.place WHEN 8 THEN lives.acknowledged WHEN 12 THEN lives.resolved ELSE lives.opened + kind.after END AS second,
    CASE WHEN kind.place >= 8 AND (kind.place < 12 OR i % 4 > 0) THEN answers END AS by_user,
    CASE WHEN kind.type = 'notify' THEN paged END AS told,
    CASE WHEN kind.type = 'assign' THEN CASE WHEN kind.place = 1 THEN paged ELSE answers END END AS assignee,
    CASE WHEN kind.type = 'trigger' THEN 'host-' || i % 50 || '.example.com' END AS host,
    '{"check":"' || title || '","host":"' || host || '","load":' || i % 100 || '}' AS details,
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
    ON lives.i % kind.every = kind.of % kind.every;
