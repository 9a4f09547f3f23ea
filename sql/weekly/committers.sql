-- One row per service, team and the whole organisation, person and run of weeks, from since until before until, in which the
-- person had a commit there in the 52 weeks that end with the week, reliability work or not: who knows the code well
-- enough to work on it. Runs of one person do not touch.
WITH spans AS (
    SELECT
        scope,
        entity,
        person_id,
        week AS since,
        LAG(week) OVER (
            PARTITION BY scope, entity, person_id
            ORDER BY week
        ) + 52 * 7 AS until_before
    FROM weekly.commit_work
    WHERE commits > 0
),

runs AS (
    SELECT
        scope,
        entity,
        person_id,
        since,
        SUM(CASE WHEN since <= until_before THEN 0 ELSE 1 END) OVER (
            PARTITION BY scope, entity, person_id
            ORDER BY since
            ROWS UNBOUNDED PRECEDING
        ) AS run
    FROM spans
)

SELECT
    scope,
    entity,
    person_id,
    MIN(since) AS since,
    MAX(since) + 52 * 7 AS until
FROM runs
GROUP BY
    scope,
    entity,
    person_id,
    run
