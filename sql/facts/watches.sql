-- One row per person and span of time on call, for all policies together, cut where an ISO week (UTC) begins and where the
-- person's clock changes. is_backup: at level 2 or up, and not at level 1; spans of a person do not overlap. first_on and
-- last_on are the local days of its first and last moment, NULL where the time zone is not known. From 26 weeks before the
-- first kept week until the week of the as-of date; who always was on call was since then.
WITH bounds AS (
    SELECT
        epoch_us(date_trunc('week', as_of)::TIMESTAMP) - (weeks + 26) * 604800000000 AS since,
        epoch_us(date_trunc('week', as_of)::TIMESTAMP) AS until
    FROM staging.settings
),

shifts AS (
    SELECT
        on_call.person_id,
        CASE WHEN on_call.level = 1 THEN 1 ELSE 0 END AS firsts,
        CASE WHEN on_call.level > 1 THEN 1 ELSE 0 END AS backups,
        greatest(COALESCE(epoch_us(on_call.started_at), bounds.since), bounds.since) AS began,
        least(COALESCE(epoch_us(on_call.ended_at), bounds.until), bounds.until) AS ended
    FROM facts.on_call AS on_call
    CROSS JOIN bounds
),

people AS (
    SELECT DISTINCT
        person_id
    FROM shifts
    WHERE ended > began
),

moments AS (
    SELECT
        person_id,
        began AS moment,
        firsts,
        backups
    FROM shifts
    WHERE ended > began

    UNION ALL

    SELECT
        person_id,
        ended AS moment,
        -firsts AS firsts,
        -backups AS backups
    FROM shifts
    WHERE ended > began

    UNION ALL

    SELECT
        people.person_id,
        weeks.moment,
        0 AS firsts,
        0 AS backups
    FROM people
    CROSS JOIN (
        SELECT
            unnest(range(since, until, 604800000000)) AS moment
        FROM bounds
    ) AS weeks

    UNION ALL

    SELECT
        clocks.person_id,
        unnest([epoch_us(clocks.since_at), epoch_us(clocks.until_at)]) AS moment,
        0 AS firsts,
        0 AS backups
    FROM facts.clocks AS clocks
    JOIN people
        ON people.person_id = clocks.person_id
),

sums AS (
    SELECT
        person_id,
        moment,
        SUM(SUM(firsts)) OVER person AS firsts,
        SUM(SUM(backups)) OVER person AS backups,
        LEAD(moment) OVER person AS moment_after
    FROM moments
    WHERE moment IS NOT NULL
    GROUP BY
        person_id,
        moment
    WINDOW person AS (
        PARTITION BY person_id
        ORDER BY moment
    )
),

spans AS (
    SELECT
        person_id,
        firsts = 0 AS is_backup,
        moment,
        moment_after,
        make_timestamptz(moment) AS started_at
    FROM sums
    WHERE firsts + backups > 0
),

clocked AS (
    SELECT
        spans.person_id,
        spans.is_backup,
        spans.moment,
        spans.moment_after,
        CASE
            WHEN clocks.until_at IS NULL OR spans.started_at < clocks.until_at
                THEN 60000000 * clocks.utc_offset_minutes::BIGINT
        END AS utc_offset
    FROM spans
    ASOF LEFT JOIN facts.clocks AS clocks
        ON clocks.person_id = spans.person_id
        AND clocks.since_at <= spans.started_at
)

SELECT
    person_id,
    is_backup,
    make_timestamptz(moment) AS started_at,
    make_timestamptz(moment_after) AS ended_at,
    make_timestamp(moment + utc_offset)::DATE AS first_on,
    make_timestamp(moment_after - 1 + utc_offset)::DATE AS last_on,
    date_trunc('week', make_timestamp(moment))::DATE AS week
FROM clocked
