-- One row per service, week and source from which an alert opened or reopened an incident: the source or host that the alert
-- names, or else the integration.
SELECT DISTINCT
    incidents.service_id,
    date_trunc('week', make_timestamp(epoch_us(alerts.created_at)))::DATE AS week,
    alerts.alert_source
FROM staging.pagerduty_log_entries AS alerts
JOIN facts.incidents AS incidents
    ON incidents.incident_id = alerts.incident_place
WHERE alerts.alert_source IS NOT NULL
    AND alerts.created_at IS NOT NULL
    AND incidents.service_id IS NOT NULL
