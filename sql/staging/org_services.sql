-- One row per source and service that it declares.
SELECT
    service,
    name,
    team,
    runbook,
    source,
    place
FROM raw.org_services
