-- One row per series, week and person with a contribution in the 13 weeks that end with the week, over all history up to
-- the last kept week. items are the contributions of those 13 weeks, year_items those of the 52 weeks that end with the
-- week, first_week is the person's first week there. People without an item are not here: weekly.eligible counts them.
--
-- A contribution enters a sum in its week and leaves it 13 (52) weeks later; the sum stands until the next change.
-- Measured on 3.8 million contributions, that is three times as fast as writing each one into its 13 weeks.
WITH last AS (
    SELECT
        MAX(week) AS week
    FROM weekly.weeks
),

changes AS (
    SELECT
        series_id,
        person_id,
        week,
        items,
        items AS year_items
    FROM weekly.contributions

    UNION ALL

    SELECT
        series_id,
        person_id,
        week + 13 * 7 AS week,
        -items AS items,
        0 AS year_items
    FROM weekly.contributions

    UNION ALL

    SELECT
        series_id,
        person_id,
        week + 52 * 7 AS week,
        0 AS items,
        -items AS year_items
    FROM weekly.contributions
),

weekly_changes AS (
    SELECT
        series_id,
        person_id,
        week,
        CAST(SUM(items) AS BIGINT) AS items,
        CAST(SUM(year_items) AS BIGINT) AS year_items
    FROM changes
    WHERE week <= (SELECT week FROM last)
    GROUP BY
        series_id,
        person_id,
        week
),

sums AS (
    SELECT
        series_id,
        person_id,
        week,
        CAST(SUM(items) OVER person AS BIGINT) AS items,
        CAST(SUM(year_items) OVER person AS BIGINT) AS year_items,
        FIRST_VALUE(week) OVER person AS first_week,
        COALESCE(LEAD(week) OVER person, (SELECT week + 7 FROM last)) AS until
    FROM weekly_changes
    WINDOW person AS (
        PARTITION BY series_id, person_id
        ORDER BY week
    )
),

days AS (
    SELECT
        later
    FROM (VALUES (0), (7), (14), (21), (28), (35), (42), (49), (56), (63), (70), (77), (84)) AS days (later)
),

-- Every length a sum can stand for, with the days of the weeks in it: while there are items, the next change is at most
-- 13 weeks away.
spans AS (
    SELECT
        ends.later + 7 AS length,
        days.later
    FROM days AS ends
    JOIN days
        ON days.later <= ends.later
)

SELECT
    sums.series_id,
    sums.week + spans.later AS week,
    sums.person_id,
    sums.items,
    sums.year_items,
    sums.first_week
FROM sums
JOIN spans
    ON spans.length = sums.until - sums.week
WHERE sums.items > 0
