-- One row per person and local morning, Monday to Friday, that began less than 11 hours after a page. A morning begins at the
-- start of business on the person's own clock; morning_at is that moment, and the hours up to it are real ones, also in
-- a night in which the clock changes. paged_at is the last page before it. week is that of the morning (UTC).
--
-- Of most pages it is enough to know the clock by which they came. Only in the 11 hours before anybody's clock changes is
-- the clock of the morning looked up.
WITH changes AS (
    SELECT DISTINCT
        unnest(range(moment // 3600000000 - 11, moment // 3600000000 + 1)) AS hour
    FROM (
        SELECT DISTINCT
            unnest([epoch_us(since_at), epoch_us(until_at)]) AS moment
        FROM facts.clocks
    ) AS moments
    WHERE moment IS NOT NULL
),

pages AS (
    SELECT
        pages.person_id,
        epoch_us(pages.paged_at) AS paged,
        epoch_us(pages.local_at) - epoch_us(pages.paged_at) AS utc_offset,
        86400000000 - (epoch_us(pages.local_at) - epoch_us(settings.business_start)) % 86400000000 AS until_morning,
        epoch_us(pages.paged_at) // 3600000000 IN (SELECT hour FROM changes) AS is_near_change
    FROM facts.pages AS pages
    CROSS JOIN staging.settings AS settings
    WHERE pages.person_id IS NOT NULL
),

-- The clock 11 hours after the page; where it is not yet that of the page, the page's own holds until then.
clocked AS (
    SELECT
        pages.person_id,
        pages.paged,
        pages.utc_offset AS offset_before,
        60000000 * clocks.utc_offset_minutes::BIGINT AS offset_after,
        epoch_us(clocks.since_at) AS since,
        epoch_us(clocks.until_at) AS until
    FROM pages
    ASOF JOIN facts.clocks AS clocks
        ON clocks.person_id = pages.person_id
        AND clocks.since_at <= make_timestamptz(pages.paged + 39600000000)
    WHERE pages.is_near_change
),

spans AS (
    SELECT
        person_id,
        paged,
        utc_offset,
        paged AS since,
        NULL AS until
    FROM pages
    WHERE NOT is_near_change
        AND until_morning < 39600000000

    UNION ALL

    SELECT
        person_id,
        paged,
        offset_after AS utc_offset,
        since,
        until
    FROM clocked

    UNION ALL

    SELECT
        person_id,
        paged,
        offset_before AS utc_offset,
        paged AS since,
        since AS until
    FROM clocked
    WHERE since > paged
        AND offset_before IS NOT NULL
),

next_days AS (
    SELECT
        spans.person_id,
        spans.paged,
        spans.utc_offset,
        spans.since,
        spans.until,
        settings.business_start,
        make_timestamp(spans.paged + spans.utc_offset)::DATE
            + CASE WHEN make_timestamp(spans.paged + spans.utc_offset)::TIME < settings.business_start THEN 0 ELSE 1 END AS morning_on
    FROM spans
    CROSS JOIN staging.settings AS settings
),

mornings AS (
    SELECT
        person_id,
        paged,
        morning_on,
        since,
        until,
        epoch_us(morning_on + business_start) - utc_offset AS morning
    FROM next_days
    WHERE isodow(morning_on) <= 5
)

SELECT
    person_id,
    morning_on,
    make_timestamptz(MIN(morning)) AS morning_at,
    make_timestamptz(MAX(paged)) AS paged_at,
    date_trunc('week', make_timestamp(MIN(morning)))::DATE AS week
FROM mornings
WHERE morning - paged < 39600000000
    AND morning >= since
    AND (until IS NULL OR morning < until)
GROUP BY
    person_id,
    morning_on
