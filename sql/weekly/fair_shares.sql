-- One row per person and kept week who was on call at level 1 in the 13 weeks that end with the week: seconds are the
-- person's on the policies they were on call for, counted for each policy, seconds_of_all those of everyone on them; pages
-- are the person's for services of these policies, pages_of_all those of everyone. days_of_data are the days from the
-- Monday of the first week on call to the week's Sunday.
WITH shifts AS (
    SELECT
        series.entity AS policy,
        rolling.week,
        rolling.person_id,
        rolling.items AS seconds,
        rolling.first_week
    FROM weekly.unranked AS rolling
    JOIN weekly.series AS series
        ON series.series_id = rolling.series_id
    WHERE series.channel = 'on_call'
        AND series.scope = 'policy'
),

pages AS (
    SELECT
        series.entity AS policy,
        rolling.week,
        rolling.person_id,
        rolling.items AS pages
    FROM weekly.unranked AS rolling
    JOIN weekly.series AS series
        ON series.series_id = rolling.series_id
    WHERE series.channel = 'paged'
),

all_shifts AS (
    SELECT
        policy,
        week,
        SUM(seconds) AS seconds
    FROM shifts
    GROUP BY
        policy,
        week
),

all_pages AS (
    SELECT
        policy,
        week,
        SUM(pages) AS pages
    FROM pages
    GROUP BY
        policy,
        week
)

SELECT
    shifts.person_id,
    shifts.week,
    CAST(shifts.week + 7 - MIN(shifts.first_week) AS INTEGER) AS days_of_data,
    CAST(SUM(shifts.seconds) AS BIGINT) AS seconds,
    CAST(SUM(all_shifts.seconds) AS BIGINT) AS seconds_of_all,
    CAST(COALESCE(SUM(pages.pages), 0) AS BIGINT) AS pages,
    CAST(COALESCE(SUM(all_pages.pages), 0) AS BIGINT) AS pages_of_all
FROM shifts
JOIN all_shifts
    ON all_shifts.policy = shifts.policy
    AND all_shifts.week = shifts.week
LEFT JOIN pages
    ON pages.policy = shifts.policy
    AND pages.week = shifts.week
    AND pages.person_id = shifts.person_id
LEFT JOIN all_pages
    ON all_pages.policy = shifts.policy
    AND all_pages.week = shifts.week
GROUP BY
    shifts.person_id,
    shifts.week
