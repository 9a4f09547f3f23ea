-- One row per service or repository and kept week in which the rule orphaned holds: no team owns the service, or over half of the
-- code has only authors who have left or were idle for over 180 days. people is 0, of_people how many people ever did reliability
-- work there. departed_code_share and files are NULL where there is no code, too little of it (under 20 files), or at most half of it
-- is orphaned; unowned is 1 where no team owns it. committers are those who wrote a commit to a repository in the 13 weeks.
--
-- Who owns a service is known as of today only. A service without a team counts from the week in which the last of those who
-- once did work there left, where any did. Not here are services without a team where no service at all has one, those that
-- are only projects in Jira, and repositories of which half of the files belong to services: those are said of the services.
WITH code AS (
    SELECT
        authorship.scope,
        authorship.entity,
        authorship.week,
        CASE
            WHEN shares.value > 0.5 AND authorship.files >= 20 THEN shares.value
        END AS departed_code_share,
        CASE
            WHEN shares.value > 0.5 AND authorship.files >= 20 THEN CAST(authorship.files AS DOUBLE)
        END AS files
    FROM weekly.authorship AS authorship
    JOIN metrics.departed_code_share AS shares
        ON shares.scope = authorship.scope
        AND shares.entity = authorship.entity
        AND shares.week = authorship.week
    WHERE authorship.scope IN ('service', 'repo')
),

claimed AS (
    SELECT
        repositories.repo
    FROM facts.repositories AS repositories
    JOIN facts.trees AS trees
        ON trees.repo_id = repositories.repo_id
        AND trees.until_week IS NULL
    LEFT JOIN facts.service_paths AS paths
        ON paths.repo_id = trees.repo_id
        AND paths.path_id = trees.path_id
    GROUP BY
        repositories.repo
    HAVING COUNT(paths.service_id) * 2 >= COUNT(*)
),

hands AS (
    SELECT
        series.entity,
        COUNT(DISTINCT contributions.person_id) AS people,
        MAX(people.left_on) AS left_on
    FROM weekly.contributions AS contributions
    JOIN weekly.series AS series
        ON series.series_id = contributions.series_id
    JOIN facts.people AS people
        ON people.person_id = contributions.person_id
    WHERE series.scope = 'service'
        AND series.is_work
        AND NOT people.is_bot
    GROUP BY
        series.entity
),

unowned AS (
    SELECT
        services.service,
        spine.week
    FROM facts.services AS services
    JOIN (
        SELECT
            entity,
            week,
            MAX(days_of_data) AS days_of_data
        FROM weekly.spine
        WHERE scope = 'service'
        GROUP BY
            entity,
            week
    ) AS spine
        ON spine.entity = services.service
    LEFT JOIN hands
        ON hands.entity = services.service
    WHERE services.team_id IS NULL
        AND services.source <> 'jira'
        AND NOT services.is_deleted
        AND EXISTS (SELECT 1 FROM facts.services AS owned WHERE owned.team_id IS NOT NULL)
        AND spine.days_of_data >= 30
        AND (hands.left_on IS NULL OR hands.left_on <= spine.week + 6)
),

found AS (
    SELECT
        COALESCE(code.scope, 'service') AS scope,
        COALESCE(code.entity, unowned.service) AS entity,
        COALESCE(code.week, unowned.week) AS week,
        code.departed_code_share,
        code.files,
        CASE WHEN unowned.service IS NOT NULL THEN 1.0 END AS unowned
    FROM code
    FULL JOIN unowned
        ON code.scope = 'service'
        AND code.entity = unowned.service
        AND code.week = unowned.week
)

SELECT
    '' AS channel,
    found.scope,
    found.entity,
    found.week,
    0 AS people,
    CAST(hands.people AS INTEGER) AS of_people,
    found.unowned,
    found.departed_code_share,
    found.files,
    CAST(incidents.pages AS DOUBLE) AS pages,
    CAST(work.people AS DOUBLE) AS committers
FROM found
LEFT JOIN hands
    ON found.scope = 'service'
    AND hands.entity = found.entity
LEFT JOIN weekly.incidents AS incidents
    ON incidents.scope = found.scope
    AND incidents.entity = found.entity
    AND incidents.week = found.week
LEFT JOIN weekly.concentration AS work
    ON work.channel = 'commits'
    AND work.scope = 'repo'
    AND found.scope = 'repo'
    AND work.entity = found.entity
    AND work.week = found.week
LEFT JOIN facts.services AS services
    ON found.scope = 'service'
    AND services.service = found.entity
WHERE (found.unowned IS NOT NULL OR found.departed_code_share IS NOT NULL)
    AND NOT COALESCE(services.is_deleted, FALSE)
    AND (found.scope = 'service' OR found.entity NOT IN (SELECT repo FROM claimed))
