-- The raw rows of BenchmarkSite: 2,000 services in 200 teams of 1,600 people, two years of incidents, tickets and commits.
-- Person k of team t is number t + 200 * k, of eight, six of whom take turns on the team's rota. The square of a uniform
-- number says who does something, so that a few do most.
CREATE MACRO raw.odds(a, b, salt) AS (hash(a * 7 + b * 104729 + salt * 15485863) % 1000000) / 1000000.0::DOUBLE;
CREATE MACRO raw.member(team, a, b, salt) AS team + 200 * (8 * raw.odds(a, b, salt) * raw.odds(a, b, salt + 1))::INTEGER;
CREATE MACRO raw.stamp(moment) AS strftime(moment, '%Y-%m-%dT%H:%M:%SZ');
CREATE MACRO raw.week(ago) AS (DATE '2026-11-09' - 7 * ago::INTEGER)::TIMESTAMP;

INSERT INTO raw.pagerduty_users BY NAME
SELECT 'PU' || i AS id, '{"name":"Person ' || i || ' Lind","email":"p' || i || '@example.com","time_zone":"Europe/Stockholm"}' AS payload,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at, FALSE AS is_reference
FROM range(1600) AS r (i);

INSERT INTO raw.pagerduty_teams BY NAME
SELECT 'PT' || i AS id, '{"name":"Team ' || i || ' of the north"}' AS payload, TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM range(200) AS r (i);

INSERT INTO raw.pagerduty_team_members BY NAME
SELECT 'PT' || (i % 200) || '/PU' || i AS id, '{"role":"responder"}' AS payload, TIMESTAMPTZ '2024-01-01 00:00:00Z' AS fetched_at
FROM range(1600) AS r (i);

INSERT INTO raw.pagerduty_escalation_policies BY NAME
SELECT 'PP' || i AS id, '{"name":"Policy ' || i || '"}' AS payload, TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM range(200) AS r (i);

INSERT INTO raw.pagerduty_services BY NAME
SELECT 'PS' || i AS id,
    '{"name":"Service ' || i || ' of the harbour","status":"active","description":"' || CASE WHEN i % 3 = 0 THEN 'Runbook: https://wiki.example.com/' || i ELSE '' END
        || '","escalation_policy":{"id":"PP' || (i % 200) || '"},"teams":[' || CASE WHEN i % 40 = 39 THEN '' ELSE '{"id":"PT' || (i % 200) || '"}' END
        || '],"html_url":"https://example.pagerduty.com/services/PS' || i || '"}' AS payload,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM range(2000) AS r (i);

INSERT INTO raw.pagerduty_oncalls BY NAME
SELECT
    'PP' || team || '/' || ago AS id,
    '{"escalation_policy":{"id":"PP' || team || '"},"escalation_level":1,"schedule":{"id":"PD' || team || '"},"user":{"id":"PU'
        || (team + 200 * (ago % 6)) || '"}}' AS payload,
    TIMESTAMPTZ '2024-01-01 00:00:00Z' AS fetched_at, raw.week(ago)::TIMESTAMPTZ AS start_at, (raw.week(ago) + INTERVAL 7 DAY)::TIMESTAMPTZ AS end_at,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS confirmed_at
FROM range(200) AS t (team), range(118) AS w (ago);

-- A service has an incident a week, one in ten has three.
CREATE TABLE raw.lives AS
SELECT
    'Q' || lpad((service * 400 + ago * 3 + n)::VARCHAR, 13, '0') AS id,
    service,
    raw.week(ago) + INTERVAL 1 MINUTE * (10000 * raw.odds(service, ago, n + 10))::INTEGER AS opened,
    service % 200 + 200 * (ago % 6) AS paged,
    CASE WHEN raw.odds(service, ago, n + 20) < 0.4 THEN service % 200 + 200 * (ago % 6) ELSE raw.member(service % 200, service, ago, n + 30) END AS answers
FROM range(2000) AS s (service), range(116) AS w (ago), range(3) AS q (n)
WHERE n = 0 OR service % 10 = 0;

INSERT INTO raw.pagerduty_incidents BY NAME
SELECT
    id, opened::TIMESTAMPTZ AS created_at,
    '{"title":"Service ' || service || ' is slow: p99 over 800 ms","status":"resolved","urgency":"high","service":{"id":"PS' || service
        || '"},"escalation_policy":{"id":"PP' || (service % 200) || '"},"resolved_at":"' || raw.stamp(opened + INTERVAL 1 HOUR)
        || '","html_url":"https://example.pagerduty.com/incidents/' || id || '"}' AS payload,
    opened::TIMESTAMPTZ AS fetched_at
FROM raw.lives;

INSERT INTO raw.pagerduty_log_entries BY NAME
SELECT
    id || type AS id, (opened + INTERVAL 1 SECOND * after)::TIMESTAMPTZ AS created_at,
    '{"type":"' || type || '_log_entry","incident":{"id":"' || lives.id || '"},"service":{"id":"PS' || service || '"},"agent":'
        || CASE WHEN type = 'notify' THEN '{"id":"PS' || service || '","type":"service_reference"},"user":{"id":"PU' || paged
                || '"},"channel":{"type":"auto","notification":{"type":"push"}}'
            ELSE '{"id":"PU' || answers || '","type":"user_reference"}' END || '}' AS payload,
    opened::TIMESTAMPTZ AS fetched_at
FROM raw.lives AS lives, (VALUES ('notify', 30), ('acknowledge', 240), ('resolve', 3600)) AS kinds (type, after);

DROP TABLE raw.lives;

INSERT INTO raw.org_services BY NAME
SELECT 'org.yaml' AS source, 'service-' || i AS service, 'Service ' || i || ' of the harbour' AS name, 'org.yaml:1' AS place FROM range(2000) AS r (i);
INSERT INTO raw.org_service_pagerduty BY NAME
SELECT 'org.yaml' AS source, 'service-' || i AS service, 'PS' || i AS pagerduty, 'org.yaml:1' AS place FROM range(2000) AS r (i);
INSERT INTO raw.org_service_jira BY NAME
SELECT 'org.yaml' AS source, 'service-' || i AS service, 'J' || i AS project, 'org.yaml:1' AS place FROM range(2000) AS r (i);
INSERT INTO raw.org_service_repositories BY NAME
SELECT 'org.yaml' AS source, 'service-' || i AS service, 'repo-' || (i % 200) AS repository, 'part' || (i // 200) || '/**' AS pattern, 'org.yaml:1' AS place
FROM range(2000) AS r (i);

INSERT INTO raw.jira_settings VALUES ('reliability_label', 'on-call');
INSERT INTO raw.jira_projects BY NAME
SELECT i::VARCHAR AS id, '{"key":"J' || i || '","name":"Project ' || i || '"}' AS payload, TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM range(2000) AS r (i);
INSERT INTO raw.jira_statuses BY NAME
SELECT id, '{"name":"' || name || '","statusCategory":{"key":"' || category || '"}}' AS payload, TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM (VALUES ('1', 'To Do', 'new'), ('3', 'Done', 'done')) AS s (id, name, category);
INSERT INTO raw.jira_users BY NAME
SELECT 'U' || i AS id, '{"displayName":"Person ' || i || ' Lind","emailAddress":"p' || i || '@example.com","accountType":"atlassian"}' AS payload,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at
FROM range(1600) AS r (i);

-- A reliability ticket a week.
INSERT INTO raw.jira_issues BY NAME
SELECT
    (service * 200 + ago)::VARCHAR AS id, (raw.week(ago) - INTERVAL 3 DAY)::TIMESTAMPTZ AS created_at,
    '{"key":"J' || service || '-' || (116 - ago) || '","self":"https://example.atlassian.net/rest/api/3/issue/' || (service * 200 + ago)
        || '","fields":{"project":{"id":"' || service || '","key":"J' || service || '"},"issuetype":{"name":"Task"},"status":{"id":"3","name":"Done",'
        || '"statusCategory":{"key":"done"}},"summary":"It times out in place ' || ago || '","labels":["on-call"],"reporter":{"accountId":"U'
        || raw.member(service % 200, service, ago, 50) || '"},"resolutiondate":"' || raw.stamp(raw.week(ago) + INTERVAL 30 HOUR) || '"}}' AS payload,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at, raw.week(ago)::TIMESTAMPTZ AS updated_at, service::VARCHAR AS project_id
FROM range(2000) AS s (service), range(116) AS w (ago);
INSERT INTO raw.jira_histories BY NAME
SELECT
    'H' || (service * 200 + ago) AS id, (raw.week(ago) + INTERVAL 30 HOUR)::TIMESTAMPTZ AS created_at,
    '{"items":[{"field":"status","from":"1","fromString":"To Do","to":"3","toString":"Done"}]}' AS payload,
    TIMESTAMPTZ '2026-11-18 00:00:00Z' AS fetched_at, (service * 200 + ago)::VARCHAR AS issue_id, 'U' || raw.member(service % 200, service, ago, 60) AS author_id
FROM range(2000) AS s (service), range(116) AS w (ago);

-- A repository for each team, a folder for each service: twelve files, and a fix a week.
INSERT INTO raw.git_identities BY NAME
SELECT repo + 1 AS repo_id, k + 1 AS identity_id, name, email, name AS mapped_name, email AS mapped_email
FROM (SELECT repo, k, 'Person ' || (repo + 200 * k) || ' Lind' AS name, 'p' || (repo + 200 * k) || '@example.com' AS email FROM range(200) AS r (repo), range(8) AS p (k));
INSERT INTO raw.git_paths BY NAME
SELECT repo + 1 AS repo_id, part * 12 + f + 1 AS path_id, 'part' || part || '/deploy/' || f || '.go' AS path, 'source' AS kind
FROM range(200) AS r (repo), range(10) AS p (part), range(12) AS n (f);
INSERT INTO raw.git_trees BY NAME
SELECT repo_id, path_id, DATE '2024-05-27' AS since FROM raw.git_paths;
CREATE TABLE raw.pushes AS
SELECT
    repo, (row_number() OVER (PARTITION BY repo ORDER BY pushed_at, part))::INTEGER AS commit_id, pushed_at, part, ago, identity
FROM (
    SELECT repo, part, ago, raw.week(ago) + INTERVAL 9 HOUR + INTERVAL 1 MINUTE * (6000 * raw.odds(repo * 10 + part, ago, 70))::INTEGER AS pushed_at,
        (8 * raw.odds(repo * 10 + part, ago, 80) * raw.odds(repo * 10 + part, ago, 81))::INTEGER % 8 + 1 AS identity
    FROM range(200) AS r (repo), range(10) AS p (part), range(116) AS w (ago)
);
INSERT INTO raw.git_commits BY NAME
SELECT repo + 1 AS repo_id, commit_id, lpad(md5(repo || ' ' || commit_id), 40, '0') AS sha, 1 AS parents, identity AS author_id, identity AS committer_id,
    pushed_at::TIMESTAMPTZ AS authored_at, 60 AS author_utc_offset, pushed_at::TIMESTAMPTZ AS committed_at, 60 AS committer_utc_offset, 1 AS changes,
    'hotfix: wait longer' AS subject
FROM raw.pushes;
INSERT INTO raw.git_changes BY NAME
SELECT repo + 1 AS repo_id, commit_id, part * 12 + ago % 12 + 1 AS path_id, CASE WHEN ago >= 104 THEN ascii('A') ELSE ascii('M') END AS status, 3 AS additions, 1 AS deletions
FROM raw.pushes;
INSERT INTO raw.git_repositories BY NAME
SELECT repo + 1 AS repo_id, 'repo-' || repo AS name, 'https://github.com/example/repo-' || repo AS source, 'main' AS branch, lpad(md5(repo || ' ' || 1160), 40, '0') AS tip,
    (SELECT max(pushed_at) FROM raw.pushes)::TIMESTAMPTZ AS tip_at, TIMESTAMPTZ '2026-11-18 00:00:00Z' AS read_at, FALSE AS has_line_counts, 'inexact' AS rename_detection,
    DATE '2024-05-27' AS tree_since, 'test' AS classifier
FROM range(200) AS r (repo);
DROP TABLE raw.pushes;
DROP MACRO raw.odds; DROP MACRO raw.member; DROP MACRO raw.stamp; DROP MACRO raw.week;
