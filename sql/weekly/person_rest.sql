-- One row per person and ISO week with a short rest or a night with a page. rest_gaps are local weekday mornings that began in
-- the week, less than 11 hours after a page. nights_in_a_row is the longest run of consecutive local nights with a page
-- up to a night of the week; its nights of earlier weeks count. A night is of the week (UTC) of its pages, so what
-- happens after a week does not change its number.
WITH nights AS (
    SELECT DISTINCT
        person_id,
        night_on
    FROM facts.nights
),

numbered AS (
    SELECT
        person_id,
        night_on,
        night_on - CAST(ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY night_on) AS INTEGER) AS run
    FROM nights
),

positions AS (
    SELECT
        person_id,
        night_on,
        ROW_NUMBER() OVER (PARTITION BY person_id, run ORDER BY night_on) AS nights
    FROM numbered
),

events AS (
    SELECT
        person_id,
        week,
        1 AS rest_gaps,
        0 AS nights
    FROM facts.rest_gaps

    UNION ALL

    SELECT
        nights.person_id,
        nights.week,
        0 AS rest_gaps,
        positions.nights
    FROM facts.nights AS nights
    JOIN positions
        ON positions.person_id = nights.person_id
        AND positions.night_on = nights.night_on
)

SELECT
    person_id,
    week,
    CAST(SUM(rest_gaps) AS BIGINT) AS rest_gaps,
    MAX(nights) AS nights_in_a_row
FROM events
GROUP BY
    person_id,
    week
