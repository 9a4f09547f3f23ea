-- One row per source, declared service and service of PagerDuty that belongs to it.
SELECT
    service,
    pagerduty,
    source,
    place
FROM raw.org_service_pagerduty
