-- One row per series: a channel in an entity, with the day of its first contribution. Channels of work are commits, pages and
-- tickets. Of a repository all commits count; of a service, a team and the whole organisation those that are reliability
-- work. Pages are responses, tickets those of reliability work that somebody resolved. all is what an entity with at least two
-- of these channels has in all of them; all_series_id names it in the series of these channels. Three more channels are no
-- work (is_work) and in no metric by themselves: on_call, seconds on call at level 1 (of an escalation policy, a service that
-- has several, a team, or the whole organisation) in the windows of the kept weeks; paged, pages to people (of a policy); and
-- code, all commits of a service, a team or the organisation. series_id stands for channel, scope and entity in the large
-- tables below. An entity that only bots and merges touched is not here.
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
        'code' AS channel,
        'org' AS scope,
        'organisation' AS entity,
        MIN(first_on) AS first_on
    FROM repositories
    HAVING COUNT(*) > 0

    UNION ALL

    SELECT
        'code' AS channel,
        scope,
        entity,
        MIN(first_commit_on) AS first_on
    FROM weekly.commit_work
    WHERE scope <> 'org'
    GROUP BY
        scope,
        entity

    UNION ALL

    SELECT
        'commits' AS channel,
        scope,
        entity,
        MIN(first_on) AS first_on
    FROM weekly.commit_work
    WHERE reliability_commits > 0
    GROUP BY
        scope,
        entity

    UNION ALL

    SELECT
        'tickets' AS channel,
        scope,
        entity,
        MIN(first_on) AS first_on
    FROM weekly.ticket_work
    WHERE reliability_tickets > 0
    GROUP BY
        scope,
        entity

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
),

blended AS (
    SELECT
        scope,
        entity,
        MIN(first_on) AS first_on
    FROM entities
    WHERE channel IN ('commits', 'pages', 'tickets')
    GROUP BY
        scope,
        entity
    HAVING COUNT(*) > 1
),

numbered AS (
    SELECT
        CAST(ROW_NUMBER() OVER (ORDER BY channel, scope, entity) AS INTEGER) AS series_id,
        channel,
        scope,
        entity,
        first_on
    FROM (
        SELECT
            channel,
            scope,
            entity,
            first_on
        FROM entities

        UNION ALL

        SELECT
            'all' AS channel,
            scope,
            entity,
            first_on
        FROM blended
    ) AS listed
)

SELECT
    numbered.series_id,
    numbered.channel,
    numbered.scope,
    numbered.entity,
    numbered.first_on,
    numbered.channel IN ('all', 'commits', 'pages', 'tickets') AS is_work,
    blends.series_id AS all_series_id
FROM numbered
LEFT JOIN numbered AS blends
    ON blends.channel = 'all'
    AND numbered.channel IN ('commits', 'pages', 'tickets')
    AND blends.scope = numbered.scope
    AND blends.entity = numbered.entity
