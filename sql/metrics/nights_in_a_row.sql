-- Longest run of consecutive local nights with a page up to a night of the week. n is the number of pages in sleeping
-- hours in the week.
-- One row per person and kept week from the first page, shift or ticket on; NULL where their time zone is not known. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CAST(loads.nights_in_a_row AS DOUBLE) AS value,
    COALESCE(loads.sleep_pages, 0) AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
