-- One row per service, or part of one, as a source knows it, and the service it belongs to. source is org.yaml or backstage:
-- key is the declared id; pagerduty: key is the id of a service there; jira: key is that of a project, component one of it,
-- or NULL for what of the project no other row has. service is the key in exports: the declared id, or else that of the
-- service of PagerDuty or of the project that nobody claims. claimed_by is the source that says so, NULL where none does:
-- org.yaml is believed before backstage, and of several services that Backstage gives one part the first by id has it.
WITH pagerduty AS (
    SELECT
        service_id AS key
    FROM staging.pagerduty_services

    UNION

    SELECT
        service_id AS key
    FROM staging.pagerduty_incidents
    WHERE service_id IS NOT NULL

    UNION

    SELECT
        pagerduty AS key
    FROM staging.org_service_pagerduty
),

pagerduty_claims AS (
    SELECT
        pagerduty AS key,
        arg_min(service, CASE source WHEN 'org.yaml' THEN '1' ELSE '2' END || service) AS service,
        MAX(source) AS claimed_by
    FROM staging.org_service_pagerduty
    GROUP BY
        pagerduty
),

claimed_components AS (
    SELECT
        project AS key,
        list(DISTINCT lower(component)) AS components
    FROM staging.org_service_jira
    WHERE component IS NOT NULL
    GROUP BY
        project
),

-- Of a project of which only components are claimed there is a rest when an issue is in it.
complete AS (
    SELECT
        claimed.key
    FROM claimed_components AS claimed
    LEFT JOIN staging.jira_issues AS issues
        ON issues.project_key = claimed.key
    GROUP BY
        claimed.key
    HAVING COALESCE(bool_and(list_has_any(
        list_transform(COALESCE(issues.components, []), lambda component : lower(component)),
        claimed.components
    )), FALSE)
),

projects AS (
    SELECT
        projects.project_key AS key,
        NULL AS component
    FROM staging.jira_projects AS projects
    LEFT JOIN complete
        ON complete.key = projects.project_key
    WHERE projects.project_key IS NOT NULL
        AND complete.key IS NULL

    UNION

    SELECT
        project AS key,
        component
    FROM staging.org_service_jira
),

jira_claims AS (
    SELECT
        project AS key,
        component,
        arg_min(service, CASE source WHEN 'org.yaml' THEN '1' ELSE '2' END || service) AS service,
        MAX(source) AS claimed_by
    FROM staging.org_service_jira
    GROUP BY
        project,
        component
),

keys AS (
    SELECT
        source,
        service AS key,
        NULL AS component,
        service,
        source AS claimed_by
    FROM staging.org_services

    UNION ALL

    SELECT
        'pagerduty' AS source,
        pagerduty.key,
        NULL AS component,
        COALESCE(claims.service, pagerduty.key) AS service,
        claims.claimed_by
    FROM pagerduty
    LEFT JOIN pagerduty_claims AS claims
        ON claims.key = pagerduty.key

    UNION ALL

    SELECT
        'jira' AS source,
        projects.key,
        projects.component,
        COALESCE(claims.service, projects.key) AS service,
        claims.claimed_by
    FROM projects
    LEFT JOIN jira_claims AS claims
        ON claims.key = projects.key
        AND claims.component IS NOT DISTINCT FROM projects.component
)

SELECT
    source,
    key,
    component,
    service,
    claimed_by,
    DENSE_RANK() OVER (ORDER BY service)::INTEGER AS service_id
FROM keys
