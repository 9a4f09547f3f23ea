-- Incidents that a person resolved first in the week, once each. n is the same number.
-- One row per person and kept week from the first page, shift or ticket on. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.resolutions AS DOUBLE) AS value,
    loads.resolutions AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
