-- Share of the owning team's members who were on call, at any level, on one of the 90 days that end with the week. n is the
-- number of members.
-- One row per service and team whose team has members, and the whole organisation, and kept week in whose 90 days somebody
-- was on call; NULL where that is known of less than 30 days.
SELECT
    '' AS channel,
    reach.week,
    reach.scope,
    reach.entity,
    CASE WHEN rotation.days_of_data >= 30 THEN CAST(reach.reached AS DOUBLE) / reach.members END AS value,
    CAST(reach.members AS BIGINT) AS n
FROM weekly.reach AS reach
LEFT JOIN weekly.rotation AS rotation
    ON rotation.scope = reach.scope
    AND rotation.entity = reach.entity
    AND rotation.week = reach.week
