-- 90th percentile of the minutes from the opening of an incident to the first acknowledgement by a person, over the incidents opened in
-- the 13 weeks that end with the week. n is the number of them that a person acknowledged.
-- One row per service, team and the whole organisation and kept week since the first incident; NULL where there is too little
-- data.
SELECT
    '' AS channel,
    incidents.week,
    incidents.scope,
    incidents.entity,
    CASE WHEN incidents.days_of_data >= 30 AND waits.acknowledged >= 10 THEN waits.p90_seconds / 60 END AS value,
    COALESCE(waits.acknowledged, 0) AS n
FROM weekly.incidents AS incidents
LEFT JOIN weekly.waits AS waits
    ON waits.scope = incidents.scope
    AND waits.entity = incidents.entity
    AND waits.week = incidents.week
