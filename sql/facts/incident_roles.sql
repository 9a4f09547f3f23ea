-- One row per incident of high priority that was resolved and of which the role of everybody who responded is known: roles
-- are how many different ones. High priority is one named P0 to P2, SEV0 to SEV2, critical, highest, high or major; where no
-- incident of the account has a priority, high urgency. Where nobody has a role there is nothing to look for among all incidents.
WITH known AS (
    SELECT
        COUNT(*) AS people
    FROM facts.people
    WHERE role IS NOT NULL
    HAVING COUNT(*) > 0
),

priorities AS (
    SELECT
        COUNT(is_high_priority) > 0 AS are_used
    FROM facts.incidents
),

high AS (
    SELECT
        incidents.incident_id,
        incidents.service_id,
        incidents.team_id,
        incidents.week,
        incidents.created_on,
        (epoch_us(incidents.resolved_at) - epoch_us(incidents.created_at)) / 1000000 AS seconds_to_resolve
    FROM facts.incidents AS incidents
    CROSS JOIN known
    CROSS JOIN priorities
    WHERE incidents.resolved_at IS NOT NULL
        AND NOT COALESCE(incidents.was_merged, FALSE)
        AND CASE
            WHEN priorities.are_used THEN incidents.is_high_priority
            ELSE incidents.urgency = 'high'
        END
),

roles AS (
    SELECT
        person_id,
        CASE WHEN role IS NOT NULL THEN DENSE_RANK() OVER (ORDER BY role) END::INTEGER AS role_number
    FROM facts.people
    CROSS JOIN known
),

handled AS (
    SELECT
        responses.incident_id,
        COUNT(DISTINCT roles.role_number)::INTEGER AS roles
    FROM facts.responses AS responses
    JOIN roles
        ON roles.person_id = responses.person_id
    WHERE responses.incident_id IN (SELECT incident_id FROM high)
    GROUP BY
        responses.incident_id
    HAVING COUNT(*) = COUNT(roles.role_number)
)

SELECT
    high.incident_id,
    high.service_id,
    high.team_id,
    high.week,
    high.created_on,
    handled.roles,
    high.seconds_to_resolve
FROM handled
JOIN high
    ON high.incident_id = handled.incident_id
