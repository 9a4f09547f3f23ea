-- One row per service, person and week in which the person responded to an incident of the service, over all history.
-- team_id is the team that owns the service, NULL where none does. responses are incidents, each once per person, in the
-- week of the person's first action.
SELECT
    service_id,
    MIN(team_id) AS team_id,
    person_id,
    week,
    COUNT(*) AS responses
FROM facts.responses
GROUP BY
    service_id,
    person_id,
    week
