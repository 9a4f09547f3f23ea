-- One row per team, deleted ones included. team is PagerDuty's id, the key in exports.
SELECT
    ROW_NUMBER() OVER (ORDER BY team_id)::INTEGER AS team_id,
    team_id AS team,
    COALESCE(name, team_id) AS name,
    is_deleted,
    gone_at AS deleted_at
FROM staging.pagerduty_teams
