-- One row per series: a channel of work (commits) in an entity (a repository, or the whole organisation), with the day of
-- its first contribution. series_id stands for the three in the large tables below. An entity that only bots and merges
-- touched is not here.
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
)

SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY channel, scope, entity) AS INTEGER) AS series_id,
    channel,
    scope,
    entity,
    first_on
FROM entities
