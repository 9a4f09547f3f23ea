-- Acts of a person on tickets in the week outside their local business hours. n is the number of acts whose local time is known.
-- One row per person and kept week from the first page, shift or ticket on; NULL where it is not known of any, or no tracker is read. Scope is
-- person, which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.after_hours_acts AS DOUBLE) AS value,
    loads.local_acts AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
