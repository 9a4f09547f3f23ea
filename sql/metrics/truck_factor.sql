-- Truck factor after Avelino et al. 2016, as Go computed it into weekly.authorship. n is the number of files.
-- One row per entity and kept week in which it has files to count; NULL where there is too little history: under 30 days
-- since the first commit, or under 10 commits by people.
SELECT
    '' AS channel,
    authorship.week,
    authorship.scope,
    authorship.entity,
    CASE
        WHEN spine.days_of_data >= 30 AND spine.items_so_far >= 10 AND authorship.files > 0
            THEN CAST(authorship.truck_factor AS DOUBLE)
    END AS value,
    CAST(authorship.files AS BIGINT) AS n
FROM weekly.authorship AS authorship
LEFT JOIN weekly.spine AS spine
    ON spine.channel = CASE WHEN authorship.scope = 'repo' THEN 'commits' ELSE 'code' END
    AND spine.scope = authorship.scope
    AND spine.entity = authorship.entity
    AND spine.week = authorship.week
