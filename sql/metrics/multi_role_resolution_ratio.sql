-- Median time to resolve incidents of high priority to which several roles responded, divided by that of those to which one role
-- did, in the 13 weeks that end with the week. n is the number of both.
-- One row per service, team and the whole organisation and kept week since the first of each kind; NULL where there are under 5 of
-- a kind.
SELECT
    '' AS channel,
    several.week,
    several.scope,
    several.entity,
    CASE
        WHEN several.days_of_data >= 30 AND several.items >= 5 AND one.items >= 5
            THEN several.median_seconds / NULLIF(one.median_seconds, 0)
    END AS value,
    several.items + one.items AS n
FROM weekly.medians AS several
JOIN weekly.medians AS one
    ON one.measure = 'one_role'
    AND one.scope = several.scope
    AND one.entity = several.entity
    AND one.week = several.week
WHERE several.measure = 'several_roles'
