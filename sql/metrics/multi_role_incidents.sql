-- Incidents of high priority of the 13 weeks that end with the week to which people of several roles responded. n is the number
-- of incidents of high priority of which the role of everybody who responded is known.
-- One row per service, team and the whole organisation and kept week since the first such incident; NULL where there is too
-- little data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND items >= 10 THEN CAST(part AS DOUBLE) END AS value,
    items AS n
FROM weekly.tallies
WHERE measure = 'priority_incidents'
