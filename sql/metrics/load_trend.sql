-- Pages to a person in the 13 weeks that end with the week, divided by those in the 13 before. n is the number of pages in
-- all 26.
-- One row per person and kept week from the first page, shift or ticket on; NULL where there is too little data. Scope is person,
-- which no public export has.
SELECT
    '' AS channel,
    loads.week,
    'person' AS scope,
    people.person AS entity,
    CASE
        WHEN loads.weeks_of_data >= 26 AND loads.pages_in_window_before > 0
            AND loads.pages_in_window + loads.pages_in_window_before >= 10
            THEN CAST(loads.pages_in_window AS DOUBLE) / loads.pages_in_window_before
    END AS value,
    loads.pages_in_window + loads.pages_in_window_before AS n
FROM weekly.person_load AS loads
JOIN facts.people AS people
    ON people.person_id = loads.person_id
