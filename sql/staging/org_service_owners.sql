-- One row per source, service and duty (technical or product) with the person who has it.
SELECT
    service,
    duty,
    owner,
    source,
    place
FROM raw.org_service_owners
