-- One row per team and person who is or was a member. since_at is NULL for those who were members when we first looked,
-- left_at for those who still are. source is org.yaml, backstage or pagerduty. Who is declared to be in a team is in no other
-- that PagerDuty has them in now: there people are put into teams for rights and rotas too. What is over in PagerDuty is
-- history and stays. Bots are not here, nor is anyone who left before we first looked.
WITH looked AS (
    -- The first reading may have taken a while; whoever joined on its day counts as there before.
    SELECT
        MIN(first_seen_at) + INTERVAL 1 DAY AS until
    FROM staging.pagerduty_team_members
),

declarations AS (
    SELECT
        keys.team_id,
        identities.person_id,
        members.source,
        MIN(members.source = 'backstage') OVER (PARTITION BY identities.person_id) AS is_only_backstage
    FROM staging.org_team_members AS members
    JOIN facts.team_keys AS keys
        ON keys.source = members.source
        AND keys.key = members.team
    JOIN facts.identities AS identities
        ON identities.source = 'org'
        AND identities.account = members.person
),

declared AS (
    SELECT DISTINCT
        team_id,
        person_id,
        source
    FROM declarations
    WHERE source = 'org.yaml'
        OR is_only_backstage
),

leavers AS (
    SELECT
        identities.person_id,
        MAX(people.left_on)::TIMESTAMPTZ AS left_at
    FROM staging.org_people AS people
    JOIN facts.identities AS identities
        ON identities.source = 'org'
        AND identities.account = people.person
    GROUP BY
        identities.person_id
    HAVING COUNT(people.left_on) = COUNT(*)
),

listed AS (
    SELECT
        teams.team_id,
        identities.person_id,
        members.role,
        CASE WHEN members.first_seen_at > looked.until THEN members.first_seen_at END AS since_at,
        least(members.left_at, teams.deleted_at) AS left_at
    FROM staging.pagerduty_team_members AS members
    CROSS JOIN looked
    JOIN facts.team_keys AS keys
        ON keys.source = 'pagerduty'
        AND keys.key = members.team_id
    JOIN facts.teams AS teams
        ON teams.team_id = keys.team_id
    JOIN facts.identities AS identities
        ON identities.source = 'pagerduty'
        AND identities.account = members.user_id
),

memberships AS (
    SELECT
        listed.team_id,
        listed.person_id,
        'pagerduty' AS source,
        listed.role,
        listed.since_at,
        -- Of the team that is declared PagerDuty knows the beginning, but not the end.
        CASE WHEN declared.person_id IS NULL THEN listed.left_at END AS left_at
    FROM listed
    LEFT JOIN declared
        ON declared.team_id = listed.team_id
        AND declared.person_id = listed.person_id
    WHERE declared.person_id IS NOT NULL
        OR listed.left_at IS NOT NULL
        OR listed.person_id NOT IN (SELECT person_id FROM declared)

    UNION ALL

    SELECT
        declared.team_id,
        declared.person_id,
        declared.source,
        NULL AS role,
        NULL AS since_at,
        NULL AS left_at
    FROM declared
    ANTI JOIN listed
        ON listed.team_id = declared.team_id
        AND listed.person_id = declared.person_id
),

merged AS (
    SELECT
        team_id,
        person_id,
        MIN(source) AS source,
        MAX(role) AS role,
        CASE WHEN COUNT(since_at) = COUNT(*) THEN MIN(since_at) END AS since_at,
        CASE WHEN COUNT(left_at) = COUNT(*) THEN MAX(left_at) END AS left_at
    FROM memberships
    GROUP BY
        team_id,
        person_id
)

SELECT
    merged.team_id,
    merged.person_id,
    COALESCE(declared.source, merged.source) AS source,
    merged.role,
    merged.since_at,
    least(merged.left_at, leavers.left_at) AS left_at
FROM merged
JOIN facts.people AS people
    ON people.person_id = merged.person_id
LEFT JOIN declared
    ON declared.team_id = merged.team_id
    AND declared.person_id = merged.person_id
LEFT JOIN leavers
    ON leavers.person_id = merged.person_id
WHERE NOT people.is_bot
