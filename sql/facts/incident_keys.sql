-- One row per incident: incident is PagerDuty's id, for which incident_id stands in the large tables; title and html_url are for
-- people to read. They are different in every row: to write them down once more would take as long as all else about incidents.
SELECT
    incident_place AS incident_id,
    incident_id AS incident,
    title,
    html_url
FROM staging.pagerduty_incidents
