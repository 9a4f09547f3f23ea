-- One row per channel (tickets; commits but of repositories), entity and kept week since the first such work: how much
-- reliability work of the 13 weeks that end with the week has a person (used), and how much has not (left_out): tickets that
-- a bot, or nobody whom the source names, resolved; commits that only bots wrote.
WITH tickets AS (
    SELECT
        service_id,
        team_id,
        week,
        COUNT(resolver_id) AS used,
        COUNT(*) - COUNT(resolver_id) AS left_out
    FROM facts.tickets
    WHERE resolved_at IS NOT NULL
        AND COALESCE(is_reliability, TRUE)
    GROUP BY
        service_id,
        team_id,
        week
),

commits AS (
    SELECT
        authors.repo_id,
        authors.commit_id,
        authors.week,
        MAX(CASE WHEN authors.is_bot THEN 0 ELSE 1 END) AS has_person
    FROM facts.reliability_commits AS reliability
    JOIN facts.commit_people AS authors
        ON authors.repo_id = reliability.repo_id
        AND authors.commit_id = reliability.commit_id
    WHERE NOT authors.is_merge
    GROUP BY
        authors.repo_id,
        authors.commit_id,
        authors.week
),

commit_places AS (
    SELECT
        'service' AS scope,
        services.service AS entity,
        commits.week,
        commits.has_person
    FROM commits
    JOIN facts.commit_services AS places
        ON places.repo_id = commits.repo_id
        AND places.commit_id = commits.commit_id
    JOIN facts.services AS services
        ON services.service_id = places.service_id

    UNION ALL

    SELECT
        'team' AS scope,
        teams.team AS entity,
        commits.week,
        commits.has_person
    FROM commits
    JOIN (
        SELECT DISTINCT
            places.repo_id,
            places.commit_id,
            services.team_id
        FROM facts.commit_services AS places
        JOIN facts.services AS services
            ON services.service_id = places.service_id
    ) AS places
        ON places.repo_id = commits.repo_id
        AND places.commit_id = commits.commit_id
    JOIN facts.teams AS teams
        ON teams.team_id = places.team_id

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        week,
        has_person
    FROM commits
),

counts AS (
    SELECT
        'tickets' AS channel,
        'service' AS scope,
        services.service AS entity,
        tickets.week,
        SUM(tickets.used) AS used,
        SUM(tickets.left_out) AS left_out
    FROM tickets
    JOIN facts.services AS services
        ON services.service_id = tickets.service_id
    GROUP BY
        services.service,
        tickets.week

    UNION ALL

    SELECT
        'tickets' AS channel,
        'team' AS scope,
        teams.team AS entity,
        tickets.week,
        SUM(tickets.used) AS used,
        SUM(tickets.left_out) AS left_out
    FROM tickets
    JOIN facts.teams AS teams
        ON teams.team_id = tickets.team_id
    GROUP BY
        teams.team,
        tickets.week

    UNION ALL

    SELECT
        'tickets' AS channel,
        'org' AS scope,
        'organisation' AS entity,
        week,
        SUM(used) AS used,
        SUM(left_out) AS left_out
    FROM tickets
    GROUP BY
        week

    UNION ALL

    SELECT
        'commits' AS channel,
        scope,
        entity,
        week,
        SUM(has_person) AS used,
        COUNT(*) - SUM(has_person) AS left_out
    FROM commit_places
    GROUP BY
        scope,
        entity,
        week
),

-- What happened enters the sum in its week and leaves it 13 weeks later.
changes AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        used,
        left_out,
        0 AS is_kept
    FROM counts

    UNION ALL

    SELECT
        channel,
        scope,
        entity,
        week + 13 * 7 AS week,
        -used AS used,
        -left_out AS left_out,
        0 AS is_kept
    FROM counts

    UNION ALL

    SELECT
        firsts.channel,
        firsts.scope,
        firsts.entity,
        weeks.week,
        0 AS used,
        0 AS left_out,
        1 AS is_kept
    FROM (
        SELECT
            channel,
            scope,
            entity,
            MIN(week) AS week
        FROM counts
        GROUP BY
            channel,
            scope,
            entity
    ) AS firsts
    JOIN weekly.weeks AS weeks
        ON weeks.week >= firsts.week
),

sums AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        MAX(is_kept) AS is_kept,
        SUM(SUM(used)) OVER place AS used,
        SUM(SUM(left_out)) OVER place AS left_out
    FROM changes
    GROUP BY
        channel,
        scope,
        entity,
        week
    WINDOW place AS (
        PARTITION BY channel, scope, entity
        ORDER BY week
    )
)

SELECT
    channel,
    scope,
    entity,
    week,
    CAST(used AS BIGINT) AS used,
    CAST(left_out AS BIGINT) AS left_out
FROM sums
WHERE is_kept = 1
