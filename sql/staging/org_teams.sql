-- One row per source and team that it declares.
SELECT
    team,
    name,
    source,
    place
FROM raw.org_teams
