-- One row per service and kept week in which the rule thin_knowledge holds: the service has no runbook and its alerts of the 13
-- weeks that end with the week named none, and half of its incidents wait at least twice as long for an acknowledgement
-- while the person who responded most is off call. people is 1, of_people those eligible. Both medians are of at least 10
-- incidents, and at least 5 minutes apart: medians of few incidents, and of short waits, jump.
SELECT
    'pages' AS channel,
    incidents.scope,
    incidents.entity,
    incidents.week,
    1 AS people,
    eligible.eligible_people AS of_people,
    waits.top_person_id AS person_id,
    waits.off_call_median_seconds / waits.on_call_median_seconds AS usual_responder_wait,
    waits.on_call_median_seconds / 60 AS on_call_minutes,
    waits.off_call_median_seconds / 60 AS off_call_minutes,
    CAST(waits.on_call_incidents + waits.off_call_incidents AS DOUBLE) AS incidents
FROM weekly.incidents AS incidents
JOIN weekly.waits AS waits
    ON waits.scope = incidents.scope
    AND waits.entity = incidents.entity
    AND waits.week = incidents.week
JOIN facts.services AS services
    ON services.service = incidents.entity
JOIN facts.people AS people
    ON people.person_id = waits.top_person_id
JOIN weekly.eligible AS eligible
    ON eligible.channel = 'pages'
    AND eligible.scope = incidents.scope
    AND eligible.entity = incidents.entity
    AND eligible.week = incidents.week
WHERE incidents.scope = 'service'
    AND incidents.days_of_data >= 30
    AND incidents.incidents_with_runbook = 0
    AND NOT services.has_runbook
    AND NOT services.is_deleted
    AND waits.on_call_incidents >= 10
    AND waits.off_call_incidents >= 10
    AND waits.off_call_median_seconds >= 2 * waits.on_call_median_seconds
    AND waits.off_call_median_seconds >= waits.on_call_median_seconds + 300
    AND (people.left_on IS NULL OR people.left_on > incidents.week + 6)
