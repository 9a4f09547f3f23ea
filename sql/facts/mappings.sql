-- One row per service of PagerDuty, Jira project and repository (kind pagerduty, jira, repository): is_mapped tells whether it
-- belongs to a declared service or has an owning team. Of a repository more than half of its files must, or a glob must name
-- the whole of it. thing is its key, name what people call it. What is deleted is not here, nor what is declared of a thing
-- that no source has.
WITH mapped_services AS (
    SELECT
        service_id
    FROM facts.services
    WHERE source IN ('org.yaml', 'backstage')
        OR team_id IS NOT NULL
),

rules AS (
    SELECT DISTINCT
        repo_id,
        line
    FROM facts.path_owners
    WHERE team_id IS NOT NULL
),

files AS (
    SELECT
        trees.repo_id,
        COUNT(*) AS files,
        COUNT(CASE WHEN paths.path_id IS NOT NULL OR rules.line IS NOT NULL THEN 1 END) AS mapped_files
    FROM facts.trees AS trees
    LEFT JOIN facts.service_paths AS paths
        ON paths.repo_id = trees.repo_id
        AND paths.path_id = trees.path_id
    LEFT JOIN facts.path_rules AS path_rules
        ON path_rules.repo_id = trees.repo_id
        AND path_rules.path_id = trees.path_id
    LEFT JOIN rules
        ON rules.repo_id = path_rules.repo_id
        AND rules.line = path_rules.line
    WHERE trees.until_week IS NULL
    GROUP BY
        trees.repo_id
)

SELECT
    'pagerduty' AS kind,
    pagerduty_service AS thing,
    name,
    service_id IN (SELECT service_id FROM mapped_services) AS is_mapped
FROM facts.pagerduty_services
WHERE NOT is_deleted

UNION ALL

-- A project is where its tickets go that are of no claimed component; where there are none, all of its components count.
SELECT
    'jira' AS kind,
    projects.project_key AS thing,
    MIN(projects.name) AS name,
    COALESCE(
        bool_or(services.service_id IN (SELECT service_id FROM mapped_services)) FILTER (services.component IS NULL),
        bool_and(services.service_id IN (SELECT service_id FROM mapped_services)) FILTER (services.component IS NOT NULL),
        FALSE
    ) AS is_mapped
FROM staging.jira_projects AS projects
LEFT JOIN facts.jira_services AS services
    ON services.project_key = projects.project_key
WHERE NOT projects.is_deleted
GROUP BY
    projects.project_key

UNION ALL

SELECT
    'repository' AS kind,
    repositories.repo AS thing,
    repositories.repo AS name,
    COALESCE(2 * files.mapped_files > files.files, FALSE) OR repositories.repo_id IN (
        SELECT repo_id FROM facts.service_globs WHERE pattern IS NULL
    ) AS is_mapped
FROM facts.repositories AS repositories
LEFT JOIN files
    ON files.repo_id = repositories.repo_id
