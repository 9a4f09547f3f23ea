-- Pages to a person in the week. n is the same number.
-- One row per person and kept week from the first page, shift or ticket on. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.pages AS DOUBLE) AS value,
    loads.pages AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
