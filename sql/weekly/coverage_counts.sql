-- The part of weekly.coverage that no other table of weekly has: its rows of the bases commits, rotas, all, mapped, commit_teams and
-- owners.
WITH commits AS (
    SELECT
        repo_id,
        week,
        COUNT(*) AS commits,
        0 AS left_out
    FROM facts.commits
    WHERE NOT is_merge
    GROUP BY
        repo_id,
        week
),

bots AS (
    SELECT
        repo_id,
        commit_id,
        week
    FROM facts.commits
    WHERE is_bot
        AND NOT is_merge
),

with_people AS (
    SELECT DISTINCT
        bots.repo_id,
        bots.commit_id
    FROM bots
    JOIN facts.commit_people AS commit_people
        ON commit_people.repo_id = bots.repo_id
        AND commit_people.commit_id = bots.commit_id
    WHERE NOT commit_people.is_bot
),

left_out AS (
    SELECT
        bots.repo_id,
        bots.week,
        0 AS commits,
        COUNT(*) AS left_out
    FROM bots
    LEFT JOIN with_people
        ON with_people.repo_id = bots.repo_id
        AND with_people.commit_id = bots.commit_id
    WHERE with_people.repo_id IS NULL
    GROUP BY
        bots.repo_id,
        bots.week
),

by_repo AS (
    SELECT
        repositories.repo,
        counts.week,
        SUM(counts.commits) AS commits,
        SUM(counts.left_out) AS left_out
    FROM (
        SELECT repo_id, week, commits, left_out FROM commits
        UNION ALL
        SELECT repo_id, week, commits, left_out FROM left_out
    ) AS counts
    JOIN facts.repositories AS repositories
        ON repositories.repo_id = counts.repo_id
    GROUP BY
        repositories.repo,
        counts.week
),

-- Services that could have a rota: those with one in PagerDuty.
paged_services AS (
    SELECT
        service,
        team_id
    FROM facts.services
    WHERE service_id IN (SELECT service_id FROM facts.pagerduty_services WHERE NOT is_deleted)
),

rostered AS (
    SELECT
        services.service,
        services.team_id,
        weeks.week,
        CASE WHEN rotation.people > 0 THEN 1 ELSE 0 END AS has_rota
    FROM paged_services AS services
    CROSS JOIN weekly.weeks AS weeks
    LEFT JOIN weekly.rotation AS rotation
        ON rotation.scope = 'service'
        AND rotation.entity = services.service
        AND rotation.week = weeks.week
)

SELECT
    'commits' AS basis,
    spine.scope,
    spine.entity,
    spine.week,
    CAST(COALESCE(SUM(by_repo.commits - by_repo.left_out), 0) AS BIGINT) AS used,
    CAST(COALESCE(SUM(by_repo.left_out), 0) AS BIGINT) AS left_out
FROM weekly.spine AS spine
LEFT JOIN by_repo
    ON by_repo.repo = spine.entity
    AND by_repo.week > spine.week - 13 * 7
    AND by_repo.week <= spine.week
WHERE spine.channel = 'commits'
    AND spine.scope = 'repo'
GROUP BY
    spine.scope,
    spine.entity,
    spine.week

UNION ALL

SELECT
    'rotas' AS basis,
    'service' AS scope,
    service AS entity,
    week,
    CAST(has_rota AS BIGINT) AS used,
    CAST(1 - has_rota AS BIGINT) AS left_out
FROM rostered

UNION ALL

SELECT
    'rotas' AS basis,
    'team' AS scope,
    teams.team AS entity,
    sums.week,
    sums.used,
    sums.services - sums.used AS left_out
FROM (
    SELECT
        team_id,
        week,
        COUNT(CASE WHEN has_rota = 1 THEN 1 END) AS used,
        COUNT(*) AS services
    FROM rostered
    GROUP BY
        team_id,
        week
) AS sums
JOIN facts.teams AS teams
    ON teams.team_id = sums.team_id

UNION ALL

SELECT
    'rotas' AS basis,
    'org' AS scope,
    'organisation' AS entity,
    week,
    COUNT(CASE WHEN has_rota = 1 THEN 1 END) AS used,
    COUNT(CASE WHEN has_rota = 0 THEN 1 END) AS left_out
FROM rostered
GROUP BY
    week

UNION ALL

SELECT
    'all' AS basis,
    parts.scope,
    parts.entity,
    parts.week,
    CAST(SUM(parts.used) AS BIGINT) AS used,
    CAST(SUM(parts.left_out) AS BIGINT) AS left_out
FROM (
    SELECT
        channel,
        scope,
        entity,
        week,
        used,
        left_out
    FROM weekly.named_work

    UNION ALL

    SELECT
        'pages' AS channel,
        scope,
        entity,
        week,
        named_pages + responses AS used,
        pages - named_pages + unnamed_incidents AS left_out
    FROM weekly.incidents
) AS parts
JOIN weekly.series AS series
    ON series.channel = parts.channel
    AND series.scope = parts.scope
    AND series.entity = parts.entity
WHERE series.all_series_id IS NOT NULL
GROUP BY
    parts.scope,
    parts.entity,
    parts.week

UNION ALL

SELECT
    'mapped' AS basis,
    'org' AS scope,
    'organisation' AS entity,
    weeks.week,
    COUNT(CASE WHEN mappings.is_mapped THEN 1 END) AS used,
    COUNT(CASE WHEN NOT mappings.is_mapped THEN 1 END) AS left_out
FROM facts.mappings AS mappings
JOIN (SELECT MAX(week) AS week FROM weekly.weeks) AS weeks
    ON weeks.week IS NOT NULL
GROUP BY
    weeks.week

UNION ALL

SELECT
    'commit_teams' AS basis,
    tallies.scope,
    tallies.entity,
    tallies.week,
    tallies.items AS used,
    GREATEST(COALESCE(engineers.commits, 0) - tallies.items, 0) AS left_out
FROM weekly.tallies AS tallies
LEFT JOIN weekly.engineers AS engineers
    ON engineers.scope = tallies.scope
    AND engineers.entity = tallies.entity
    AND engineers.week = tallies.week
WHERE tallies.measure = 'commits'

UNION ALL

SELECT
    'owners' AS basis,
    places.scope,
    places.entity,
    places.week,
    COUNT(CASE WHEN places.has_owner = 1 THEN 1 END) AS used,
    COUNT(CASE WHEN places.has_owner = 0 THEN 1 END) AS left_out
FROM (
    SELECT
        'service' AS scope,
        service AS entity,
        week,
        CASE WHEN technical_id IS NOT NULL OR product_id IS NOT NULL THEN 1 ELSE 0 END AS has_owner
    FROM weekly.owners

    UNION ALL

    SELECT
        'team' AS scope,
        teams.team AS entity,
        owners.week,
        CASE WHEN owners.technical_id IS NOT NULL OR owners.product_id IS NOT NULL THEN 1 ELSE 0 END AS has_owner
    FROM weekly.owners AS owners
    JOIN facts.teams AS teams
        ON teams.team_id = owners.team_id

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        week,
        CASE WHEN technical_id IS NOT NULL OR product_id IS NOT NULL THEN 1 ELSE 0 END AS has_owner
    FROM weekly.owners
) AS places
GROUP BY
    places.scope,
    places.entity,
    places.week
