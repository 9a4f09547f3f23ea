-- Share of the week's 168 hours in which a person was on call at level 1. n is the number of these hours, rounded down.
-- One row per person and kept week from the first page, shift or ticket on; NULL before anyone's first known shift. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    loads.on_call_share AS value,
    CAST(FLOOR(COALESCE(loads.on_call_hours, 0)) AS BIGINT) AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
