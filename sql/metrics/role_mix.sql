-- Effective number of roles among those who responded in the 13 weeks that end with the week. n is the number of responses by
-- people whose role is known.
-- One row per service, team and the whole organisation and kept week with a response; NULL where there is too little data.
SELECT
    '' AS channel,
    roles.week,
    roles.scope,
    roles.entity,
    CASE WHEN spine.days_of_data >= 30 AND roles.with_role >= 10 THEN roles.effective_roles END AS value,
    roles.with_role AS n
FROM weekly.roles AS roles
JOIN weekly.spine AS spine
    ON spine.channel = 'pages'
    AND spine.scope = roles.scope
    AND spine.entity = roles.entity
    AND spine.week = roles.week
