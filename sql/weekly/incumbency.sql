-- One row per series and kept week with a contribution in its 13 weeks or in the 13 before those: how many people are
-- in the top group of both (in_both) and of either (in_either). The group is the 2 busiest people, 3 where over 9 are
-- eligible in the week. incumbency is their Jaccard index, NULL where one of the two windows is empty.
WITH sizes AS (
    SELECT
        series_id,
        week,
        CASE WHEN eligible_people > 9 THEN 3 ELSE 2 END AS size
    FROM weekly.eligible
),

tops AS (
    SELECT
        series_id,
        week,
        person_id,
        rank
    FROM weekly.ranks
    WHERE rank <= 3
),

members AS (
    SELECT
        sizes.series_id,
        sizes.week,
        tops.person_id,
        1 AS is_now,
        0 AS is_before
    FROM sizes
    JOIN tops
        ON tops.series_id = sizes.series_id
        AND tops.week = sizes.week
    WHERE tops.rank <= sizes.size

    UNION ALL

    SELECT
        sizes.series_id,
        sizes.week,
        tops.person_id,
        0 AS is_now,
        1 AS is_before
    FROM sizes
    JOIN tops
        ON tops.series_id = sizes.series_id
        AND tops.week = sizes.week - 13 * 7
    WHERE tops.rank <= sizes.size
),

people AS (
    SELECT
        series_id,
        week,
        person_id,
        MAX(is_now) AS is_now,
        MAX(is_before) AS is_before
    FROM members
    GROUP BY
        series_id,
        week,
        person_id
)

SELECT
    series_id,
    week,
    CAST(SUM(is_now * is_before) AS INTEGER) AS in_both,
    CAST(COUNT(*) AS INTEGER) AS in_either,
    CASE
        WHEN MAX(is_now) = 1 AND MAX(is_before) = 1
            THEN CAST(SUM(is_now * is_before) AS DOUBLE) / COUNT(*)
    END AS incumbency
FROM people
GROUP BY
    series_id,
    week
