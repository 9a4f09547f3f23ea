-- One row per person and week with work of theirs on tickets, of the kept weeks: acts, edits and comments (several in the same
-- minute on one ticket are one act); local_acts whose local time is known; after_hours_acts outside local business hours.
-- Counted and not one row per act, as facts.commit_hours.
WITH kept AS (
    SELECT
        date_trunc('week', as_of)::DATE - weeks * 7 AS since,
        business_start,
        business_end
    FROM staging.settings
),

acts AS (
    SELECT DISTINCT
        ticket_id,
        person_id,
        week,
        epoch_us(happened_at) // 60000000 AS minute
    FROM facts.ticket_events
    WHERE person_id IS NOT NULL
        AND week >= (SELECT since FROM kept)
),

local_acts AS (
    SELECT
        acts.person_id,
        acts.week,
        CASE
            WHEN clocks.until_at IS NULL OR acts.minute * 60 < epoch_us(clocks.until_at) // 1000000
                THEN make_timestamp(60000000 * (acts.minute + clocks.utc_offset_minutes::BIGINT))
        END AS local_at
    FROM (SELECT person_id, week, minute, make_timestamptz(60000000 * minute) AS acted_at FROM acts) AS acts
    ASOF LEFT JOIN facts.clocks AS clocks
        ON clocks.person_id = acts.person_id
        AND clocks.since_at <= acts.acted_at
)

SELECT
    local_acts.person_id,
    local_acts.week,
    count(*) AS acts,
    count(local_acts.local_at) AS local_acts,
    count(*) FILTER (
        WHERE NOT (isodow(local_acts.local_at) <= 5 AND CASE
            WHEN kept.business_start <= kept.business_end
                THEN local_acts.local_at::TIME >= kept.business_start AND local_acts.local_at::TIME < kept.business_end
            ELSE local_acts.local_at::TIME >= kept.business_start OR local_acts.local_at::TIME < kept.business_end
        END)
    ) AS after_hours_acts
FROM local_acts
CROSS JOIN kept
GROUP BY
    local_acts.person_id,
    local_acts.week
