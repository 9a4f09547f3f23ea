-- Pages to a person in the week that came neither in their business hours nor in their sleeping hours, by their own clock. n
-- is the number of pages.
-- One row per person and kept week from the first page, shift or ticket on; NULL where their time zone is not known. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.off_hours_pages AS DOUBLE) AS value,
    loads.pages AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
