-- One row per team and person who is or was a member. since_at is NULL for those who were members when we first looked,
-- left_at for those who still are. Bots are not here, nor is anyone who left before we first looked.
WITH looked AS (
    -- The first reading may have taken a while; whoever joined on its day counts as there before.
    SELECT
        MIN(first_seen_at) + INTERVAL 1 DAY AS until
    FROM staging.pagerduty_team_members
),

memberships AS (
    SELECT
        teams.team_id,
        identities.person_id,
        members.role,
        CASE WHEN members.first_seen_at > looked.until THEN members.first_seen_at END AS since_at,
        least(members.left_at, teams.deleted_at) AS left_at
    FROM staging.pagerduty_team_members AS members
    CROSS JOIN looked
    JOIN facts.teams AS teams
        ON teams.team = members.team_id
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = members.user_id
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE NOT people.is_bot
)

SELECT
    team_id,
    person_id,
    MAX(role) AS role,
    CASE WHEN COUNT(since_at) = COUNT(*) THEN MIN(since_at) END AS since_at,
    CASE WHEN COUNT(left_at) = COUNT(*) THEN MAX(left_at) END AS left_at
FROM memberships
GROUP BY
    team_id,
    person_id
