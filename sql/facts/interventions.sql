-- One row per intervention: on happened_on a team or a service began to do something otherwise.
SELECT
    ROW_NUMBER() OVER (ORDER BY interventions.happened_on, interventions.team, interventions.service, interventions.what)::INTEGER
        AS intervention_id,
    interventions.happened_on,
    teams.team_id,
    services.service_id,
    interventions.what
FROM staging.org_interventions AS interventions
LEFT JOIN facts.team_keys AS teams
    ON teams.source = 'org.yaml'
    AND teams.key = interventions.team
LEFT JOIN facts.service_keys AS services
    ON services.source = 'org.yaml'
    AND services.key = interventions.service
