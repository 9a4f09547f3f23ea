-- One row per source, declared service, repository and glob of paths that belong to it; pattern NULL is the whole repository.
SELECT
    service,
    repository,
    pattern,
    source,
    place
FROM raw.org_service_repositories
