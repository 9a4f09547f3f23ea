-- Users, teams, services, policies, schedules and shifts of BenchmarkPages.
INSERT INTO raw.pagerduty_users BY NAME
SELECT
    raw.user_key(i) AS id,
    '{"id":"' || raw.user_key(i) || '","type":"user","name":"Person ' || i || '","summary":"Person ' || i || '","email":"p' || i
        || '@example.com","time_zone":"'
        || ['Europe/Stockholm', 'America/Denver', 'Pacific/Auckland', 'Asia/Kolkata', 'America/New_York'][1 + i % 5]
        || '","role":"limited_user","job_title":"Engineer","contact_methods":[],"notification_rules":[],"teams":[' || raw.a_team(i % 300) || ']}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at
FROM range(5000) AS r (i);

INSERT INTO raw.pagerduty_teams BY NAME
SELECT
    'PT' || lpad(i::VARCHAR, 5, '0') AS id,
    '{"id":"PT' || lpad(i::VARCHAR, 5, '0') || '","type":"team","name":"Team ' || i || '","description":null}' AS payload,
    TIMESTAMPTZ '2023-03-01 00:00:00Z' AS fetched_at
FROM range(300) AS r (i);

INSERT INTO raw.pagerduty_team_members BY NAME
SELECT
    'PT' || lpad((i % 300)::VARCHAR, 5, '0') || '/' || raw.user_key(i) AS id,
    '{"user":' || raw.a_user(i) || ',"role":"responder"}' AS payload,
    TIMESTAMPTZ '2023-03-01 00:00:00Z' AS fetched_at
FROM range(5000) AS r (i);

INSERT INTO raw.pagerduty_services BY NAME
SELECT
    'PS' || lpad(i::VARCHAR, 5, '0') AS id,
    '{"id":"PS' || lpad(i::VARCHAR, 5, '0') || '","type":"service","name":"Service ' || i || '","description":"'
        || CASE WHEN i % 3 = 0 THEN 'Runbook: https://wiki.example.com/' || i ELSE 'Serves' END
        || '","created_at":"2022-11-10T00:00:00Z","status":"active","escalation_policy":' || raw.a_policy(i % 1500)
        || ',"teams":[' || CASE WHEN i % 50 = 0 THEN '' ELSE raw.a_team(i % 300) END || '],"integrations":[' || raw.an_integration(i)
        || '],"html_url":"https://example.pagerduty.com/services/PS' || lpad(i::VARCHAR, 5, '0') || '"}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at
FROM range(10000) AS r (i);

INSERT INTO raw.pagerduty_escalation_policies BY NAME
SELECT
    'PE' || lpad(i::VARCHAR, 5, '0') AS id,
    '{"id":"PE' || lpad(i::VARCHAR, 5, '0') || '","type":"escalation_policy","name":"Policy ' || i || '","num_loops":2,"teams":['
        || CASE WHEN i % 50 = 0 THEN '' ELSE raw.a_team(i % 300) END || '],"services":[],"escalation_rules":[{"id":"PR' || i
        || '","escalation_delay_in_minutes":30,"targets":[' || raw.a_schedule(raw.rota(i), 1) || ']}]}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at
FROM range(1500) AS r (i);

INSERT INTO raw.pagerduty_schedules BY NAME
SELECT
    'PD' || level || lpad(i::VARCHAR, 5, '0') AS id,
    '{"id":"PD' || level || lpad(i::VARCHAR, 5, '0') || '","type":"schedule","name":"Schedule ' || i || ' level ' || level
        || '","time_zone":"Europe/Stockholm","description":null,"users":[],"teams":[],"escalation_policies":[]}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at
FROM range(600) AS r (i), range(1, 3) AS l (level);

-- The shifts of levels 1 and 2, of which one in twenty is an override, and a manager who always is the target of level 3.
INSERT INTO raw.pagerduty_oncalls BY NAME
SELECT
    'PE' || lpad(policy::VARCHAR, 5, '0') || '/' || level || '/' || raw.user_key(person) || '/' || raw.stamp(start) AS id,
    '{"escalation_policy":' || raw.a_policy(policy) || ',"escalation_level":' || level || ',"schedule":' || raw.a_schedule(raw.rota(policy), level)
        || ',"user":' || raw.a_user(person) || ',"start":"' || raw.stamp(start) || '","end":"' || raw.stamp(start + 3600 * hours) || '"}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at,
    make_timestamptz(start * 1000000) AS start_at,
    make_timestamptz((start + 3600 * hours) * 1000000) AS end_at,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS confirmed_at
FROM (
    SELECT
        policy,
        level,
        hours,
        1678093200 + turn * hours * 3600 AS start,
        raw.on_duty(policy, level, turn + CASE WHEN hash(raw.rota(policy) * 5000 + turn) % 20 = 0 THEN 3 ELSE 0 END) AS person
    FROM range(1500) AS p (policy), range(1, 3) AS l (level),
        LATERAL (SELECT raw.shift_hours(policy) AS hours) AS h,
        LATERAL (SELECT unnest(range(156 * 168 // hours)) AS turn) AS t
);

INSERT INTO raw.pagerduty_oncalls BY NAME
SELECT
    'PE' || lpad(policy::VARCHAR, 5, '0') || '/3/' || raw.user_key(policy % 300 + 300 * 15) AS id,
    '{"escalation_policy":' || raw.a_policy(policy) || ',"escalation_level":3,"schedule":null,"user":' || raw.a_user(policy % 300 + 300 * 15)
        || ',"start":null,"end":null}' AS payload,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at,
    TIMESTAMPTZ '2026-03-01 00:00:00Z' AS confirmed_at
FROM range(1500) AS p (policy);
