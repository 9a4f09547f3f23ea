-- One row per service and kept week with an alert in the 13 weeks that end with the week: sources are how many different
-- ones its alerts of these weeks came from.
WITH neighbours AS (
    SELECT
        service_id,
        week,
        LAG(week) OVER source AS before,
        LEAD(week) OVER source AS after
    FROM facts.alert_sources
    WINDOW source AS (
        PARTITION BY service_id, alert_source
        ORDER BY week
    )
),

changes AS (
    SELECT
        service_id,
        week,
        1 AS sources
    FROM neighbours
    WHERE before IS NULL
        OR before + 13 * 7 < week

    UNION ALL

    SELECT
        service_id,
        week + 13 * 7 AS week,
        -1 AS sources
    FROM neighbours
    WHERE after IS NULL
        OR week + 13 * 7 < after

    UNION ALL

    SELECT
        firsts.service_id,
        weeks.week,
        0 AS sources
    FROM (
        SELECT
            service_id,
            MIN(week) AS week
        FROM facts.alert_sources
        GROUP BY
            service_id
    ) AS firsts
    JOIN weekly.weeks AS weeks
        ON weeks.week >= firsts.week
),

sums AS (
    SELECT
        service_id,
        week,
        SUM(SUM(sources)) OVER (
            PARTITION BY service_id
            ORDER BY week
        ) AS sources
    FROM changes
    GROUP BY
        service_id,
        week
)

SELECT
    services.service,
    sums.week,
    CAST(sums.sources AS INTEGER) AS sources
FROM sums
JOIN facts.services AS services
    ON services.service_id = sums.service_id
WHERE sums.sources > 0
    AND sums.week IN (SELECT week FROM weekly.weeks)
