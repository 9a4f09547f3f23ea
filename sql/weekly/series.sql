-- One row per series: a channel in an entity, with the day of its first contribution. Channels of work are commits (of a
-- repository, or the whole organisation) and pages (responses of a service, a team, or the whole organisation). Two more
-- are no work (is_work) and are in no metric by themselves: on_call, seconds on call at level 1 (of an escalation policy, a
-- service that has several, a team, or the whole organisation) in the windows of the kept weeks, and paged, pages to people (of a policy). series_id
-- stands for channel, scope and entity in the large tables below. An entity that only bots and merges touched is not here.
WITH repositories AS (
    SELECT
        'commits' AS channel,
        'repo' AS scope,
        repositories.repo AS entity,
        MIN(commit_people.committed_on) AS first_on
    FROM facts.commit_people AS commit_people
    JOIN facts.repositories AS repositories
        ON repositories.repo_id = commit_people.repo_id
    WHERE NOT commit_people.is_bot
        AND NOT commit_people.is_merge
    GROUP BY
        repositories.repo
),

responses AS (
    SELECT
        service_id,
        team_id,
        MIN(responded_on) AS first_on
    FROM facts.responses
    GROUP BY
        service_id,
        team_id
),

entities AS (
    SELECT
        channel,
        scope,
        entity,
        first_on
    FROM repositories

    UNION ALL

    SELECT
        channel,
        'org' AS scope,
        'organisation' AS entity,
        MIN(first_on) AS first_on
    FROM repositories
    GROUP BY
        channel

    UNION ALL

    SELECT
        'pages' AS channel,
        'service' AS scope,
        services.service AS entity,
        MIN(responses.first_on) AS first_on
    FROM responses
    JOIN facts.services AS services
        ON services.service_id = responses.service_id
    GROUP BY
        services.service

    UNION ALL

    SELECT
        'pages' AS channel,
        'team' AS scope,
        teams.team AS entity,
        MIN(responses.first_on) AS first_on
    FROM responses
    JOIN facts.teams AS teams
        ON teams.team_id = responses.team_id
    GROUP BY
        teams.team

    UNION ALL

    SELECT
        'pages' AS channel,
        'org' AS scope,
        'organisation' AS entity,
        MIN(first_on) AS first_on
    FROM responses
    HAVING COUNT(*) > 0

    UNION ALL

    SELECT
        'on_call' AS channel,
        scope,
        entity,
        MIN(first_on) AS first_on
    FROM weekly.on_call
    GROUP BY
        scope,
        entity

    UNION ALL

    SELECT
        'paged' AS channel,
        'policy' AS scope,
        policy AS entity,
        MIN(week) AS first_on
    FROM weekly.paged
    GROUP BY
        policy
)

SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY channel, scope, entity) AS INTEGER) AS series_id,
    channel,
    scope,
    entity,
    first_on,
    channel IN ('commits', 'pages') AS is_work
FROM entities
