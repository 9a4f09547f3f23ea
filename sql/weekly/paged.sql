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

-- Only where a service has several policies is it the incident that says which one paged.
pages AS (
    SELECT
        services.policy,
        pages.person_id,
        pages.week
    FROM facts.pages AS pages
    JOIN services
        ON services.service_id = pages.service_id
    WHERE services.policies = 1
        AND pages.person_id IS NOT NULL
        AND pages.week >= (SELECT MIN(week) - 12 * 7 FROM weekly.weeks)

    UNION ALL

    SELECT
        policies.policy,
        pages.person_id,
        pages.week
    FROM facts.pages AS pages
    JOIN services
        ON services.service_id = pages.service_id
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = pages.incident_id
    JOIN facts.policies AS policies
        ON policies.policy_id = incidents.service_policy_id
    WHERE services.policies > 1
        AND pages.person_id IS NOT NULL
        AND pages.week >= (SELECT MIN(week) - 12 * 7 FROM weekly.weeks)
)

SELECT
    policy,
    person_id,
    week,
    COUNT(*) AS pages
FROM pages
GROUP BY
    policy,
    person_id,
    week
