-- One row per declared person.
SELECT
    person,
    name,
    team,
    role,
    time_zone,
    left_on,
    source,
    place
FROM raw.org_people
