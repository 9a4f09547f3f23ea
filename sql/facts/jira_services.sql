-- One row per Jira project and component that belongs to a service. component NULL is the rest of the project: every
-- project has one such row.
SELECT
    key AS project_key,
    component,
    service_id
FROM facts.service_keys
WHERE source = 'jira'
