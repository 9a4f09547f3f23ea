-- Hours of a person on call at level 1 in the week. n is the same number, rounded down.
-- One row per person and kept week from the first page, shift or ticket on; NULL before anyone's first known shift. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    loads.on_call_hours AS value,
    CAST(FLOOR(COALESCE(loads.on_call_hours, 0)) AS BIGINT) AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
