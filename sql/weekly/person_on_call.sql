-- One row per person and ISO week (UTC) with time on call, for all policies together: seconds at level 1, and
-- backup_seconds at level 2 and up while not at level 1. days_in_a_row is the longest run of consecutive local dates with
-- any time at level 1 up to one of the week; its dates of earlier weeks count. It is NULL where the time zone is not known.
WITH neighbours AS (
    SELECT
        person_id,
        week,
        first_on,
        last_on,
        MAX(last_on) OVER (
            PARTITION BY person_id
            ORDER BY first_on, last_on, week
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_before
    FROM facts.watches
    WHERE NOT is_backup
        AND first_on IS NOT NULL
),

numbered AS (
    SELECT
        person_id,
        week,
        first_on,
        last_on,
        SUM(CASE WHEN first_on <= last_before + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY person_id
            ORDER BY first_on, last_on, week
            ROWS UNBOUNDED PRECEDING
        ) AS run
    FROM neighbours
),

runs AS (
    SELECT
        person_id,
        week,
        last_on,
        MIN(first_on) OVER (PARTITION BY person_id, run) AS run_since
    FROM numbered
),

days AS (
    SELECT
        person_id,
        week,
        MAX(last_on - run_since + 1) AS days_in_a_row
    FROM runs
    GROUP BY
        person_id,
        week
),

sums AS (
    SELECT
        person_id,
        week,
        SUM(CASE WHEN is_backup THEN 0 ELSE EXTRACT(EPOCH FROM ended_at) - EXTRACT(EPOCH FROM started_at) END) AS seconds,
        SUM(CASE WHEN is_backup THEN EXTRACT(EPOCH FROM ended_at) - EXTRACT(EPOCH FROM started_at) ELSE 0 END) AS backup_seconds
    FROM facts.watches
    GROUP BY
        person_id,
        week
)

SELECT
    sums.person_id,
    sums.week,
    sums.seconds,
    sums.backup_seconds,
    CASE WHEN sums.seconds = 0 THEN 0 ELSE days.days_in_a_row END AS days_in_a_row
FROM sums
LEFT JOIN days
    ON days.person_id = sums.person_id
    AND days.week = sums.week
