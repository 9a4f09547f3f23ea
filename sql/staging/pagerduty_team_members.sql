-- One row per person and team they are or were in.
SELECT
    split_part(id, '/', 1) AS team_id,
    split_part(id, '/', 2) AS user_id,
    json_extract_string(COALESCE(readable, payload), '$.role') AS role,
    fetched_at             AS first_seen_at,
    gone_at                AS left_at   -- NULL: still a member
FROM raw.pagerduty_team_members
