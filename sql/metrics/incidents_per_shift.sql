-- Incidents that a person was paged for in the week, for every 12 hours on call at level 1. n is the number of incidents.
-- One row per person and kept week from the first page, shift or ticket on; NULL without time on call. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    loads.incidents_per_shift AS value,
    loads.incidents AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
