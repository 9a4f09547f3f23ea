-- One row per declared intervention, of a team or of a service.
SELECT
    happened_on,
    team,
    service,
    what,
    place
FROM raw.org_interventions
