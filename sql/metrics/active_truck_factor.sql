-- Truck factor of the people who are still active; 0 where over half of the files have no active author already. n is the
-- number of files with a change left after bots and large commits are dropped.
-- One row per entity and kept week in which it has files to count; NULL where no such file is left, or there is too
-- little history: under 30 days since the first commit, or under 10 commits by people.
SELECT
    '' AS channel,
    authorship.week,
    authorship.scope,
    authorship.entity,
    CASE
        WHEN spine.days_of_data >= 30 AND spine.items_so_far >= 10 AND authorship.active_files > 0
            THEN CAST(authorship.active_truck_factor AS DOUBLE)
    END AS value,
    CAST(authorship.active_files AS BIGINT) AS n
FROM weekly.authorship AS authorship
LEFT JOIN weekly.spine AS spine
    ON spine.channel = CASE WHEN authorship.scope = 'repo' THEN 'commits' ELSE 'code' END
    AND spine.scope = authorship.scope
    AND spine.entity = authorship.entity
    AND spine.week = authorship.week
