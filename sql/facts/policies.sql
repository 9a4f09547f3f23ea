-- One row per escalation policy that stands behind a service or has a rota, with the number that stands for it in the large
-- tables.
SELECT
    policy,
    ROW_NUMBER() OVER (ORDER BY policy)::INTEGER AS policy_id
FROM (
    SELECT
        policy
    FROM facts.pagerduty_services
    WHERE policy IS NOT NULL

    UNION

    SELECT
        policy
    FROM facts.on_call
    WHERE policy IS NOT NULL
) AS policies
