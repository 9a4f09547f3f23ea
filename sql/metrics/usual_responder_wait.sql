-- Median time to acknowledge incidents that were opened while the person who responded most was off call, divided by that
-- of those opened while the same person was on call, in the 13 weeks that end with the week. n is the number of incidents
-- in both together.
-- One row per service and team and kept week since the first incident; NULL where there is too little data.
SELECT
    '' AS channel,
    incidents.week,
    incidents.scope,
    incidents.entity,
    CASE
        WHEN incidents.days_of_data >= 30
            AND waits.on_call_incidents >= 5
            AND waits.off_call_incidents >= 5
            AND waits.on_call_median_seconds > 0
            THEN waits.off_call_median_seconds / waits.on_call_median_seconds
    END AS value,
    COALESCE(waits.on_call_incidents + waits.off_call_incidents, 0) AS n
FROM weekly.incidents AS incidents
LEFT JOIN weekly.waits AS waits
    ON waits.scope = incidents.scope
    AND waits.entity = incidents.entity
    AND waits.week = incidents.week
WHERE incidents.scope <> 'org'
