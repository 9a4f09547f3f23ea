-- One row per service or team and kept week in which the work has spread: it came as if from at least 1.5 times as many people, by
-- 13 weeks that end with the week, as in each of the four quarters before, in each of which half of it came from at most 2 people.
-- There is enough data in all five, and 30 items in this one. The channel is pages where there are enough of them, else
-- tickets, else commits. people are the fewest who did half, of_people those eligible.
WITH enough AS (
    SELECT
        series.series_id,
        series.all_series_id,
        series.channel,
        series.scope,
        series.entity,
        spreads.week,
        spreads.items,
        spreads.people_for_half,
        CAST(spreads.items AS DOUBLE) * CAST(spreads.items AS DOUBLE) / CAST(spreads.squares AS DOUBLE) AS effective_people,
        CASE series.channel WHEN 'pages' THEN 1 WHEN 'tickets' THEN 2 ELSE 3 END AS place
    FROM weekly.spreads AS spreads
    JOIN weekly.series AS series
        ON series.series_id = spreads.series_id
    WHERE spreads.items >= 10
        AND spreads.week + 7 - series.first_on >= 30
        AND series.channel IN ('pages', 'tickets', 'commits')
        AND series.scope IN ('service', 'team')
),

few AS (
    SELECT
        series_id,
        week,
        effective_people
    FROM enough
    WHERE people_for_half <= 2
),

-- Little spreads so far in a quarter, so looking back by joins is faster than by windows over all weeks.
spread AS (
    SELECT
        enough.series_id,
        enough.all_series_id,
        enough.channel,
        enough.scope,
        enough.entity,
        enough.week,
        enough.items,
        enough.people_for_half,
        enough.effective_people,
        enough.place,
        before_1.effective_people AS effective_before
    FROM enough
    JOIN few AS before_1
        ON before_1.series_id = enough.series_id
        AND before_1.week = enough.week - 13 * 7
        AND 1.5 * before_1.effective_people <= enough.effective_people
    WHERE enough.items >= 30
)

SELECT
    spread.channel,
    spread.scope,
    spread.entity,
    spread.week,
    spread.people_for_half AS people,
    eligible.eligible_people AS of_people,
    spread.effective_people,
    GREATEST(spread.effective_before, before_2.effective_people, before_3.effective_people, before_4.effective_people) AS effective_people_before,
    CAST(spread.items AS DOUBLE) AS items
FROM spread
JOIN few AS before_2
    ON before_2.series_id = spread.series_id
    AND before_2.week = spread.week - 26 * 7
JOIN few AS before_3
    ON before_3.series_id = spread.series_id
    AND before_3.week = spread.week - 39 * 7
JOIN few AS before_4
    ON before_4.series_id = spread.series_id
    AND before_4.week = spread.week - 52 * 7
JOIN weekly.eligible AS eligible
    ON eligible.series_id = spread.series_id
    AND eligible.week = spread.week
LEFT JOIN enough AS better
    ON better.all_series_id = spread.all_series_id
    AND better.week = spread.week
    AND better.place < spread.place
WHERE better.week IS NULL
    AND spread.effective_people >= 1.5 * GREATEST(before_2.effective_people, before_3.effective_people, before_4.effective_people)
