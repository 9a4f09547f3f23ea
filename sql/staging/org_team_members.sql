-- One row per source, declared team and person in it.
SELECT
    team,
    person,
    source,
    place
FROM raw.org_team_members
