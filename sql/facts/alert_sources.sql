-- One row per service, week and source from which an alert opened or reopened an incident.
SELECT DISTINCT
    incidents.service_id,
    date_trunc('week', make_timestamp(epoch_us(events.happened_at)))::DATE AS week,
    events.alert_source
FROM facts.incident_events AS events
JOIN facts.incidents AS incidents
    ON incidents.incident_id = events.incident_id
WHERE events.alert_source IS NOT NULL
    AND incidents.service_id IS NOT NULL
