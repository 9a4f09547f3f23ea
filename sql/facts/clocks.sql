-- One row per person and span of time in which their clock stood at the same distance from UTC: from since_at until
-- before until_at, which is NULL where nothing later is known. Local time is UTC and utc_offset_minutes. A person has no
-- row for a time of which the zone is not known.
--
-- The clocks of a zone are asked once a week from 2009, when PagerDuty began, and where two weeks differ the change is
-- found to the second by halving. Asking for the local time of every page instead takes some microseconds each: minutes
-- for ten million.
WITH RECURSIVE zones AS (
    SELECT DISTINCT
        time_zone
    FROM facts.time_zones
    WHERE time_zone IS NOT NULL
),

instants AS (
    SELECT
        zones.time_zone,
        weeks.instant,
        epoch(timezone(zones.time_zone, to_timestamp(weeks.instant)))::BIGINT - weeks.instant AS utc_offset
    FROM zones
    CROSS JOIN (
        SELECT
            unnest(range(epoch(DATE '2009-01-01')::BIGINT, epoch(as_of)::BIGINT + 14 * 86400, 7 * 86400)) AS instant
        FROM staging.settings
    ) AS weeks
),

neighbours AS (
    SELECT
        time_zone,
        instant,
        utc_offset,
        LAG(utc_offset) OVER zone AS offset_before
    FROM instants
    WINDOW zone AS (
        PARTITION BY time_zone
        ORDER BY instant
    )
),

-- The clock changes after early and at late or before it.
halves AS (
    SELECT
        time_zone,
        instant - 7 * 86400 AS early,
        instant AS late,
        offset_before,
        utc_offset AS offset_after
    FROM neighbours
    WHERE offset_before <> utc_offset

    UNION ALL

    SELECT
        time_zone,
        CASE WHEN is_before THEN middle ELSE early END AS early,
        CASE WHEN is_before THEN late ELSE middle END AS late,
        offset_before,
        offset_after
    FROM (
        SELECT
            time_zone,
            early,
            late,
            (early + late) // 2 AS middle,
            epoch(timezone(time_zone, to_timestamp((early + late) // 2)))::BIGINT - (early + late) // 2 = offset_before AS is_before,
            offset_before,
            offset_after
        FROM halves
        WHERE late - early > 1
    )
),

turns AS (
    SELECT
        time_zone,
        TIMESTAMPTZ '1970-01-01 00:00:00Z' AS since_at,
        utc_offset
    FROM neighbours
    WHERE offset_before IS NULL

    UNION ALL

    SELECT
        time_zone,
        to_timestamp(late) AS since_at,
        offset_after AS utc_offset
    FROM halves
    WHERE late - early = 1
),

spans AS (
    SELECT
        time_zone,
        since_at,
        LEAD(since_at) OVER (PARTITION BY time_zone ORDER BY since_at) AS until_at,
        utc_offset
    FROM turns
),

lives AS (
    SELECT
        person_id,
        since AS since_at,
        LEAD(since) OVER (PARTITION BY person_id ORDER BY since) AS until_at,
        time_zone
    FROM facts.time_zones
)

SELECT
    lives.person_id,
    greatest(lives.since_at, spans.since_at) AS since_at,
    least(lives.until_at, spans.until_at) AS until_at,
    (spans.utc_offset // 60)::INTEGER AS utc_offset_minutes
FROM lives
JOIN spans
    ON spans.time_zone = lives.time_zone
    AND (lives.until_at IS NULL OR spans.since_at < lives.until_at)
    AND (spans.until_at IS NULL OR spans.until_at > lives.since_at)
