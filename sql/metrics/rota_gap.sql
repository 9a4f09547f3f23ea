-- Effective number of people on call less the effective number of people who responded, in the 13 weeks that end with the
-- week. n is the number of responses.
-- One row per service, team and the whole organisation and kept week since somebody was first on call; NULL where there is
-- too little data, or the roster is not known.
SELECT
    '' AS channel,
    rotation.week,
    rotation.scope,
    rotation.entity,
    CASE
        WHEN rotation.days_of_data >= 30 AND concentration.has_enough_data
            THEN rotation.effective_people - concentration.effective_people
    END AS value,
    COALESCE(concentration.items, 0) AS n
FROM weekly.rotation AS rotation
LEFT JOIN weekly.concentration AS concentration
    ON concentration.channel = 'pages'
    AND concentration.scope = rotation.scope
    AND concentration.entity = rotation.entity
    AND concentration.week = rotation.week
