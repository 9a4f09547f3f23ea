-- What the raw rows of BenchmarkPages are made of. Incidents are numbered by time, evenly over three years less a day.
-- Policies are numbered up to 1500, of teams up to 300; person k of a team is user team + 300 * k.
CREATE OR REPLACE MACRO raw.reference(kind, folder, id, name) AS
    '{"id":"' || id || '","type":"' || kind || '_reference","summary":"' || name || '","self":"https://api.pagerduty.com/' || folder || '/' || id
    || '","html_url":"https://example.pagerduty.com/' || folder || '/' || id || '"}';
CREATE OR REPLACE MACRO raw.user_key(i) AS 'PU' || lpad(i::VARCHAR, 5, '0');
CREATE OR REPLACE MACRO raw.a_user(i) AS raw.reference('user', 'users', raw.user_key(i), 'Person ' || i);
CREATE OR REPLACE MACRO raw.a_team(i) AS raw.reference('team', 'teams', 'PT' || lpad(i::VARCHAR, 5, '0'), 'Team ' || i);
CREATE OR REPLACE MACRO raw.a_service(i) AS raw.reference('service', 'services', 'PS' || lpad(i::VARCHAR, 5, '0'), 'Service ' || i);
CREATE OR REPLACE MACRO raw.a_policy(i) AS
    raw.reference('escalation_policy', 'escalation_policies', 'PE' || lpad(i::VARCHAR, 5, '0'), 'Policy ' || i);
CREATE OR REPLACE MACRO raw.a_schedule(i, level) AS
    raw.reference('schedule', 'schedules', 'PD' || level || lpad(i::VARCHAR, 5, '0'), 'Schedule ' || i || ' level ' || level);
CREATE OR REPLACE MACRO raw.an_integration(service) AS
    raw.reference('events_api_v2_inbound_integration', 'services', 'PI' || lpad(service::VARCHAR, 5, '0'), 'Events API');
CREATE OR REPLACE MACRO raw.uniform(i, salt) AS (hash(i * 64 + salt) % 1000000) / 1000000.0::DOUBLE;
CREATE OR REPLACE MACRO raw.stamp(second) AS strftime(make_timestamp(second * 1000000), '%Y-%m-%dT%H:%M:%SZ');
-- A team has two rotas of eight people each, and every policy of it uses one of them. Half of the rotas change hands every
-- week, a quarter twice a week and a quarter every day.
CREATE OR REPLACE MACRO raw.rota(policy) AS policy % 600;
CREATE OR REPLACE MACRO raw.shift_hours(policy) AS CASE policy % 4 WHEN 0 THEN 168 WHEN 1 THEN 168 WHEN 2 THEN 84 ELSE 24 END;
CREATE OR REPLACE MACRO raw.on_duty(policy, level, turn) AS policy % 300 + 300 * (8 * (raw.rota(policy) // 300) + (turn + level) % 8);
-- 2023-03-06T09:00:00Z
CREATE OR REPLACE MACRO raw.turn_at(policy, second) AS (second - 1678093200) // (3600 * raw.shift_hours(policy));
