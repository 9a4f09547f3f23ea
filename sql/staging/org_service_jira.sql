-- One row per source, declared service and Jira project or component that belongs to it; component NULL is the project.
SELECT
    service,
    project,
    component,
    source,
    place
FROM raw.org_service_jira
