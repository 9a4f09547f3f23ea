-- One row per channel, entity and kept week with a contribution in its 13 weeks: the busiest person. top_tenure is for
-- how many quarters, this one included, that has been the same person, looking back in steps of 13 weeks over all
-- history. A quarter without a contribution ends it.
--
-- Weeks 13 apart agree modulo 13 and have consecutive numbers of quarters. While the same person stays on top, that
-- number and the count of the person's quarters rise together, so their difference marks the run.
WITH tops AS (
    SELECT
        series_id,
        week,
        person_id,
        MOD(week - DATE '0001-01-01', 91) AS phase,
        (week - DATE '0001-01-01' - MOD(week - DATE '0001-01-01', 91)) / 91 AS quarter
    FROM weekly.ranks
    WHERE rank = 1
),

runs AS (
    SELECT
        series_id,
        week,
        person_id,
        phase,
        quarter,
        quarter - ROW_NUMBER() OVER (
            PARTITION BY series_id, phase, person_id
            ORDER BY quarter
        ) AS run
    FROM tops
),

tenures AS (
    SELECT
        series_id,
        week,
        person_id,
        ROW_NUMBER() OVER (
            PARTITION BY series_id, phase, person_id, run
            ORDER BY quarter
        ) AS top_tenure
    FROM runs
)

SELECT
    series.channel,
    series.scope,
    series.entity,
    tenures.week,
    tenures.person_id,
    CAST(tenures.top_tenure AS INTEGER) AS top_tenure
FROM tenures
JOIN weekly.series AS series
    ON series.series_id = tenures.series_id
WHERE tenures.week >= (SELECT MIN(week) FROM weekly.weeks)
