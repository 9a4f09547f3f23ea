-- One row per Jira project and component that belongs to a service. component NULL is the rest of the project: a project
-- whose every issue has a component that is claimed has none.
SELECT
    key AS project_key,
    component,
    service_id
FROM facts.service_keys
WHERE source = 'jira'
