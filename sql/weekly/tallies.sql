-- One row per measure, entity and kept week since the first that it counts: items, how many there were in the 13 weeks that end
-- with the week, and part, how many of them are what the measure asks for. A quiet week has zeros. days_of_data are the days
-- from the Monday of the first such week to the week's Sunday, both included. Measures:
--
-- commits: of which the author's team is known, by people outside the owning team. product_tickets: filed, by people with a
-- commit to the entity in the 52 weeks before. quality_tickets: resolved, by such people. comments: on tickets, by such
-- people on tickets of somebody else. reviews: acts on post-incident reviews; part is all of them. releases likewise.
-- priority_incidents: of high priority, with several roles. Commits to the entity make an engineer of it.
WITH ticket_counts AS (
    SELECT
        acts.scope,
        acts.entity,
        acts.week,
        SUM(acts.product_filed) AS product_filed,
        SUM(CASE WHEN committers.person_id IS NOT NULL THEN acts.product_filed ELSE 0 END) AS engineer_filed,
        SUM(acts.quality_resolved) AS quality_resolved,
        SUM(CASE WHEN committers.person_id IS NOT NULL THEN acts.quality_resolved ELSE 0 END) AS engineer_resolved,
        SUM(acts.comments) AS comments,
        SUM(CASE WHEN committers.person_id IS NOT NULL THEN acts.helping_comments ELSE 0 END) AS helping_comments,
        SUM(acts.review_acts) AS review_acts
    FROM weekly.ticket_acts AS acts
    LEFT JOIN weekly.committers AS committers
        ON committers.scope = acts.scope
        AND committers.entity = acts.entity
        AND committers.person_id = acts.person_id
        AND committers.since <= acts.week
        AND committers.until > acts.week
    GROUP BY
        acts.scope,
        acts.entity,
        acts.week
),

incidents AS (
    SELECT
        service_id,
        team_id,
        week,
        COUNT(*) AS incidents,
        COUNT(CASE WHEN roles > 1 THEN 1 END) AS multi_role_incidents
    FROM facts.incident_roles
    GROUP BY
        service_id,
        team_id,
        week
),

counts AS (
    SELECT
        'commits' AS measure,
        scope,
        entity,
        week,
        SUM(owned_commits) AS items,
        SUM(cross_team_commits) AS part
    FROM weekly.commit_work
    GROUP BY
        scope,
        entity,
        week

    UNION ALL

    SELECT
        'product_tickets' AS measure,
        scope,
        entity,
        week,
        product_filed AS items,
        engineer_filed AS part
    FROM ticket_counts

    UNION ALL

    SELECT
        'quality_tickets' AS measure,
        scope,
        entity,
        week,
        quality_resolved AS items,
        engineer_resolved AS part
    FROM ticket_counts

    UNION ALL

    SELECT
        'comments' AS measure,
        scope,
        entity,
        week,
        comments AS items,
        helping_comments AS part
    FROM ticket_counts

    UNION ALL

    SELECT
        'reviews' AS measure,
        scope,
        entity,
        week,
        review_acts AS items,
        review_acts AS part
    FROM ticket_counts

    UNION ALL

    SELECT
        'priority_incidents' AS measure,
        'service' AS scope,
        services.service AS entity,
        incidents.week,
        SUM(incidents.incidents) AS items,
        SUM(incidents.multi_role_incidents) AS part
    FROM incidents
    JOIN facts.services AS services
        ON services.service_id = incidents.service_id
    GROUP BY
        services.service,
        incidents.week

    UNION ALL

    SELECT
        'priority_incidents' AS measure,
        'team' AS scope,
        teams.team AS entity,
        incidents.week,
        SUM(incidents.incidents) AS items,
        SUM(incidents.multi_role_incidents) AS part
    FROM incidents
    JOIN facts.teams AS teams
        ON teams.team_id = incidents.team_id
    GROUP BY
        teams.team,
        incidents.week

    UNION ALL

    SELECT
        'priority_incidents' AS measure,
        'org' AS scope,
        'organisation' AS entity,
        week,
        SUM(incidents) AS items,
        SUM(multi_role_incidents) AS part
    FROM incidents
    GROUP BY
        week

    UNION ALL

    SELECT
        'releases' AS measure,
        'repo' AS scope,
        repositories.repo AS entity,
        releases.week,
        COUNT(DISTINCT releases.release) AS items,
        COUNT(DISTINCT releases.release) AS part
    FROM facts.releases AS releases
    JOIN facts.repositories AS repositories
        ON repositories.repo_id = releases.repo_id
    GROUP BY
        repositories.repo,
        releases.week

    UNION ALL

    SELECT
        'releases' AS measure,
        'service' AS scope,
        services.service AS entity,
        releases.week,
        COUNT(DISTINCT releases.release) AS items,
        COUNT(DISTINCT releases.release) AS part
    FROM facts.releases AS releases
    JOIN facts.services AS services
        ON services.service_id = releases.service_id
    GROUP BY
        services.service,
        releases.week

    UNION ALL

    SELECT
        'releases' AS measure,
        'team' AS scope,
        teams.team AS entity,
        releases.week,
        COUNT(DISTINCT releases.release) AS items,
        COUNT(DISTINCT releases.release) AS part
    FROM facts.releases AS releases
    JOIN facts.services AS services
        ON services.service_id = releases.service_id
    JOIN facts.teams AS teams
        ON teams.team_id = services.team_id
    GROUP BY
        teams.team,
        releases.week

    UNION ALL

    SELECT
        'releases' AS measure,
        'org' AS scope,
        'organisation' AS entity,
        week,
        COUNT(DISTINCT release) AS items,
        COUNT(DISTINCT release) AS part
    FROM facts.releases
    GROUP BY
        week
),

firsts AS (
    SELECT
        measure,
        scope,
        entity,
        MIN(week) AS first_week
    FROM counts
    WHERE items > 0
    GROUP BY
        measure,
        scope,
        entity
),

-- What happened enters the sum in its week and leaves it 13 weeks later.
changes AS (
    SELECT
        measure,
        scope,
        entity,
        week,
        items,
        part,
        0 AS is_kept
    FROM counts
    WHERE items > 0

    UNION ALL

    SELECT
        measure,
        scope,
        entity,
        week + 13 * 7 AS week,
        -items AS items,
        -part AS part,
        0 AS is_kept
    FROM counts
    WHERE items > 0

    UNION ALL

    SELECT
        firsts.measure,
        firsts.scope,
        firsts.entity,
        weeks.week,
        0 AS items,
        0 AS part,
        1 AS is_kept
    FROM firsts
    JOIN weekly.weeks AS weeks
        ON weeks.week >= firsts.first_week
),

sums AS (
    SELECT
        measure,
        scope,
        entity,
        week,
        MAX(is_kept) AS is_kept,
        SUM(SUM(items)) OVER place AS items,
        SUM(SUM(part)) OVER place AS part
    FROM changes
    GROUP BY
        measure,
        scope,
        entity,
        week
    WINDOW place AS (
        PARTITION BY measure, scope, entity
        ORDER BY week
    )
)

SELECT
    sums.measure,
    sums.scope,
    sums.entity,
    sums.week,
    CAST(sums.week + 7 - firsts.first_week AS INTEGER) AS days_of_data,
    CAST(sums.items AS BIGINT) AS items,
    CAST(sums.part AS BIGINT) AS part
FROM sums
JOIN firsts
    ON firsts.measure = sums.measure
    AND firsts.scope = sums.scope
    AND firsts.entity = sums.entity
WHERE sums.is_kept = 1
