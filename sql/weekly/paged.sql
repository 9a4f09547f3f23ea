-- One row per escalation policy, person and week in which the person was paged for a service of the policy, as far as the
-- windows of the kept weeks reach back. pages are how many.
SELECT
    services.policy,
    pages.person_id,
    pages.week,
    COUNT(*) AS pages
FROM facts.pages AS pages
JOIN facts.services AS services
    ON services.service_id = pages.service_id
WHERE services.policy IS NOT NULL
    AND pages.person_id IS NOT NULL
    AND pages.week >= (SELECT MIN(week) - 12 * 7 FROM weekly.weeks)
GROUP BY
    services.policy,
    pages.person_id,
    pages.week
