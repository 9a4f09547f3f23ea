-- One row per escalation policy, person and week in which the person was paged for a service of the policy, as far as the
-- windows of the kept weeks reach back. pages are how many.
WITH services AS (
    SELECT
        service_id,
        MIN(policy) AS policy,
        COUNT(DISTINCT policy) AS policies
    FROM facts.pagerduty_services
    GROUP BY
        service_id
),

-- Only where a service has several policies is it the incident that says which one paged. Grouped, so that millions of
-- incidents are not put into memory for the few of these.
several AS (
    SELECT
        pages.incident_id,
        pages.person_id,
        pages.week,
        COUNT(*) AS pages
    FROM facts.pages AS pages
    JOIN services
        ON services.service_id = pages.service_id
    WHERE services.policies > 1
        AND pages.person_id IS NOT NULL
        AND pages.week >= (SELECT MIN(week) - 12 * 7 FROM weekly.weeks)
    GROUP BY
        pages.incident_id,
        pages.person_id,
        pages.week
),

pages AS (
    SELECT
        services.policy,
        pages.person_id,
        pages.week,
        1 AS pages
    FROM facts.pages AS pages
    JOIN services
        ON services.service_id = pages.service_id
    WHERE services.policies = 1
        AND pages.person_id IS NOT NULL
        AND pages.week >= (SELECT MIN(week) - 12 * 7 FROM weekly.weeks)

    UNION ALL

    SELECT
        policies.policy,
        several.person_id,
        several.week,
        several.pages
    FROM facts.incidents AS incidents
    JOIN several
        ON several.incident_id = incidents.incident_id
    JOIN facts.policies AS policies
        ON policies.policy_id = incidents.service_policy_id
)

SELECT
    policy,
    person_id,
    week,
    CAST(SUM(pages) AS BIGINT) AS pages
FROM pages
GROUP BY
    policy,
    person_id,
    week
