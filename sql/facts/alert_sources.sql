-- One row per alert that opened or reopened an incident of a service, and names the source or host it came from, or else the
-- integration. source is a number that stands for that: a hash of 64 bits, because to number millions of texts by sorting them takes
-- as long as all else. From 12 weeks before the first kept week on.
SELECT
    incidents.service_id,
    date_trunc('week', make_timestamp(epoch_us(alerts.created_at)))::DATE AS week,
    hash(alerts.alert_source) AS source
FROM staging.pagerduty_log_entries AS alerts
CROSS JOIN staging.settings AS settings
JOIN facts.incidents AS incidents
    ON incidents.incident_id = alerts.incident_place
WHERE alerts.alert_source IS NOT NULL
    AND alerts.created_at >= make_timestamptz(epoch_us(date_trunc('week', settings.as_of)::TIMESTAMP) - (settings.weeks + 12) * 604800000000)
    AND incidents.service_id IS NOT NULL
