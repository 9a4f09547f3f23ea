-- One row per alert that opened or reopened an incident, and names the source or host it came from, or else the integration. source is
-- a number that stands for that: a hash of 63 bits, because to number millions of texts by sorting them takes as long as all else.
-- From 12 weeks before the first kept week on. Of which service the incident is, is not here: its one reader looks it up where it lies,
-- and to join millions of alerts with millions of incidents would take half again as long. Weeks are counted from the Monday 1970-01-05:
-- date_trunc would take a third of the time that it takes to read all this.
SELECT
    alerts.incident_place AS incident_id,
    DATE '1970-01-05' + 7 * ((epoch_us(alerts.created_at) - 345600000000) // 604800000000)::INTEGER AS week,
    (hash(alerts.alert_source) >> 1)::BIGINT AS source
FROM staging.pagerduty_log_entries AS alerts
CROSS JOIN staging.settings AS settings
-- Only a trigger has a source. It is asked for first, so that the texts of all other entries are not looked at.
WHERE alerts.event = 'trigger'
    AND alerts.created_at >= make_timestamptz(epoch_us(date_trunc('week', settings.as_of)::TIMESTAMP) - (settings.weeks + 12) * 604800000000)
    AND alerts.alert_source IS NOT NULL
    AND alerts.incident_place IS NOT NULL
