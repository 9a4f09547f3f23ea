-- One row per incident: incident_id stands for PagerDuty's id in the large tables.
SELECT
    incident_place AS incident_id,
    incident_id AS incident
FROM staging.pagerduty_incidents
