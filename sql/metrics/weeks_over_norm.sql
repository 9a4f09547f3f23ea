-- Weeks of the last 6 in which a person passed a norm of load or rest. n is how many of the 6 are since the first page or
-- shift.
-- One row per person and kept week from the first page, shift or ticket on. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.weeks_over_norm AS DOUBLE) AS value,
    loads.looked_at AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
