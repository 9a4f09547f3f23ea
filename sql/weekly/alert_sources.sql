-- One row per service and kept week with an alert in the 13 weeks that end with the week: sources are how many different
-- ones its alerts of these weeks came from.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

neighbours AS (
    SELECT
        service_id,
        week,
        LAG(week) OVER source AS before,
        LEAD(week) OVER source AS after
    FROM facts.alert_sources
    WINDOW source AS (
        PARTITION BY service_id, source
        ORDER BY week
    )
),

-- What happened before the first kept week is the same to it as if it happened in it.
changes AS (
    SELECT
        neighbours.service_id,
        GREATEST(neighbours.week, kept.first_week) AS week,
        1 AS sources
    FROM neighbours
    CROSS JOIN kept
    WHERE (neighbours.before IS NULL OR neighbours.before + 13 * 7 < neighbours.week)
        AND neighbours.week <= kept.last_week

    UNION ALL

    SELECT
        neighbours.service_id,
        GREATEST(neighbours.week + 13 * 7, kept.first_week) AS week,
        -1 AS sources
    FROM neighbours
    CROSS JOIN kept
    WHERE (neighbours.after IS NULL OR neighbours.week + 13 * 7 < neighbours.after)
        AND neighbours.week + 13 * 7 <= kept.last_week

    UNION ALL

    SELECT
        services.service_id,
        weeks.week,
        0 AS sources
    FROM facts.services AS services
    CROSS JOIN weekly.weeks AS weeks
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
