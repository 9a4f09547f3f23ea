-- One row per ISO week whose metrics are kept: the last ones that ended on or before the as-of date.
SELECT
    week::DATE AS week
FROM (
    SELECT
        unnest(generate_series(
            date_trunc('week', as_of) - (weeks * INTERVAL 7 DAY),
            date_trunc('week', as_of) - INTERVAL 7 DAY,
            INTERVAL 7 DAY
        )) AS week
    FROM staging.settings
)
