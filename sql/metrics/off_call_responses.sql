-- Responses of a person in the week while not on call. n is the number of responses of which that is known.
-- One row per person and kept week from the first page, shift or ticket on; NULL where it is not known of any. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.off_call_responses AS DOUBLE) AS value,
    loads.rostered_responses AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
