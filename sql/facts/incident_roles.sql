-- One row per incident of high priority that was resolved and of which the role of everybody who responded is known: roles
-- are how many different ones. High priority is one named P0 to P2, SEV0 to SEV2, critical, highest, high or major; where no
-- incident of the account has a priority, high urgency.
WITH priorities AS (
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
    CROSS JOIN priorities
    WHERE incidents.resolved_at IS NOT NULL
        AND NOT COALESCE(incidents.was_merged, FALSE)
        AND CASE
            WHEN priorities.are_used THEN incidents.is_high_priority
            ELSE incidents.urgency = 'high'
        END
)

SELECT
    high.incident_id,
    high.service_id,
    high.team_id,
    high.week,
    high.created_on,
    COUNT(DISTINCT people.role)::INTEGER AS roles,
    MIN(high.seconds_to_resolve) AS seconds_to_resolve
FROM high
JOIN facts.responses AS responses
    ON responses.incident_id = high.incident_id
JOIN facts.people AS people
    ON people.person_id = responses.person_id
GROUP BY
    high.incident_id,
    high.service_id,
    high.team_id,
    high.week,
    high.created_on
HAVING COUNT(*) = COUNT(people.role)
