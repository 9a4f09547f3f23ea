-- Longest run of consecutive local dates with time on call at level 1 up to one of the week. n is the number of hours on
-- call at level 1 in the week, rounded down.
-- One row per person and kept week from the first page, shift or ticket on; NULL where their time zone is
-- not known, and before anyone's first known shift. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.on_call_days_in_a_row AS DOUBLE) AS value,
    CAST(FLOOR(COALESCE(loads.on_call_hours, 0)) AS BIGINT) AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
