-- One row per service, team and the whole organisation, person and week in which the person wrote a commit there, over all
-- history, merges and bots aside. A commit is of every service to which a path belongs that it changed, and once of their team;
-- in the organisation are those of no service too. commits are all of them, reliability_commits those of
-- facts.reliability_commits; the first of each were on first_commit_on (NULL of the organisation) and first_on. owned_commits are those of which it is known whether the
-- person was then in the owning team: it has members, and the person is known in some team; cross_team_commits are by
-- people who were not. In the organisation these two count once for each owning team.
WITH places AS (
    SELECT
        'service' AS scope,
        services.service AS entity,
        services.team_id,
        commits.repo_id,
        commits.commit_id
    FROM facts.commit_services AS commits
    JOIN facts.services AS services
        ON services.service_id = commits.service_id

    UNION ALL

    SELECT DISTINCT
        'team' AS scope,
        teams.team AS entity,
        services.team_id,
        commits.repo_id,
        commits.commit_id
    FROM facts.commit_services AS commits
    JOIN facts.services AS services
        ON services.service_id = commits.service_id
    JOIN facts.teams AS teams
        ON teams.team_id = services.team_id
),

teams_with_members AS (
    SELECT DISTINCT
        team_id
    FROM facts.team_members
),

people_with_teams AS (
    SELECT DISTINCT
        person_id
    FROM facts.team_members
),

placed AS (
    SELECT
        places.scope,
        places.entity,
        authors.person_id,
        authors.week,
        authors.committed_on,
        CASE WHEN reliability.commit_id IS NOT NULL THEN authors.committed_on END AS reliability_on,
        CASE
            WHEN teams_with_members.team_id IS NULL OR people_with_teams.person_id IS NULL THEN NULL
            WHEN members.person_id IS NOT NULL
                AND (members.since_at IS NULL OR CAST(members.since_at AS DATE) <= authors.committed_on)
                AND (members.left_at IS NULL OR CAST(members.left_at AS DATE) >= authors.committed_on)
                THEN 0
            ELSE 1
        END AS is_cross_team
    FROM places
    JOIN facts.commit_people AS authors
        ON authors.repo_id = places.repo_id
        AND authors.commit_id = places.commit_id
    LEFT JOIN facts.reliability_commits AS reliability
        ON reliability.repo_id = places.repo_id
        AND reliability.commit_id = places.commit_id
    LEFT JOIN teams_with_members
        ON teams_with_members.team_id = places.team_id
    LEFT JOIN people_with_teams
        ON people_with_teams.person_id = authors.person_id
    LEFT JOIN facts.team_members AS members
        ON members.team_id = places.team_id
        AND members.person_id = authors.person_id
    WHERE NOT authors.is_bot
        AND NOT authors.is_merge
),

placed_counts AS (
    SELECT
        scope,
        entity,
        person_id,
        week,
        COUNT(*) AS commits,
        COUNT(reliability_on) AS reliability_commits,
        COUNT(is_cross_team) AS owned_commits,
        SUM(is_cross_team) AS cross_team_commits,
        MIN(committed_on) AS first_commit_on,
        MIN(reliability_on) AS first_on
    FROM placed
    GROUP BY
        scope,
        entity,
        person_id,
        week
),

counts AS (
    SELECT
        scope,
        entity,
        person_id,
        week,
        commits,
        reliability_commits,
        owned_commits,
        cross_team_commits,
        first_commit_on,
        first_on
    FROM placed_counts

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        person_id,
        week,
        0 AS commits,
        0 AS reliability_commits,
        owned_commits,
        cross_team_commits,
        NULL AS first_commit_on,
        NULL AS first_on
    FROM placed_counts
    WHERE scope = 'team'

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        person_id,
        week,
        commits,
        0 AS reliability_commits,
        0 AS owned_commits,
        0 AS cross_team_commits,
        NULL AS first_commit_on,
        NULL AS first_on
    FROM weekly.commits

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        authors.person_id,
        authors.week,
        0 AS commits,
        COUNT(*) AS reliability_commits,
        0 AS owned_commits,
        0 AS cross_team_commits,
        NULL AS first_commit_on,
        MIN(authors.committed_on) AS first_on
    FROM facts.reliability_commits AS reliability
    JOIN facts.commit_people AS authors
        ON authors.repo_id = reliability.repo_id
        AND authors.commit_id = reliability.commit_id
    WHERE NOT authors.is_bot
        AND NOT authors.is_merge
    GROUP BY
        authors.person_id,
        authors.week
)

SELECT
    scope,
    entity,
    person_id,
    week,
    CAST(SUM(commits) AS BIGINT) AS commits,
    CAST(SUM(reliability_commits) AS BIGINT) AS reliability_commits,
    CAST(SUM(owned_commits) AS BIGINT) AS owned_commits,
    CAST(COALESCE(SUM(cross_team_commits), 0) AS BIGINT) AS cross_team_commits,
    MIN(first_commit_on) AS first_commit_on,
    MIN(first_on) AS first_on
FROM counts
GROUP BY
    scope,
    entity,
    person_id,
    week
