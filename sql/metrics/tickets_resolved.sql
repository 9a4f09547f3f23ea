-- Tickets that a person resolved in the week. n is the same number.
-- One row per person and kept week from the first page, shift or ticket on; NULL where no tracker is read. Scope is
-- person, which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.tickets AS DOUBLE) AS value,
    COALESCE(loads.tickets, 0) AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
