-- One row per channel, entity and kept week since the entity's first contribution: how the items of the 13 weeks that
-- end with the week are spread over people. A quiet week has items 0, people 0, participation 0, and NULL for what is
-- undefined without an item. newcomers are those whose first item ever there is in the 13 weeks. concentration and gini are
-- NULL too where fewer than two people are eligible. Whether it is enough to go by is in has_enough_data: 30 days since the
-- first contribution and 10 items in the window. Of the channel 'all' it is whether one of its channels has enough; items are
-- then those of the channels that have, and the shares are the means of a person's shares in these.
--
-- Everything is summed in whole numbers and divided once, so that equal shares are exactly 0 apart.
WITH sums AS (
    SELECT
        series_id,
        week,
        SUM(items) AS items,
        COUNT(*) AS people,
        COUNT(CASE WHEN first_week > week - 13 * 7 THEN 1 END) AS newcomers,
        MAX(items) AS top_items,
        SUM(items * items) AS squares,
        SUM(items * rank) AS ranked_items,
        MIN(CASE WHEN 2 * running_items >= all_items THEN rank END) AS people_for_half,
        MIN(CASE WHEN 5 * running_items >= 4 * all_items THEN rank END) AS people_for_most
    FROM weekly.ranks
    WHERE week >= (SELECT MIN(week) FROM weekly.weeks)
    GROUP BY
        series_id,
        week
),

mixes AS (
    SELECT
        all_series_id AS series_id,
        week,
        COUNT(CASE WHEN is_present THEN 1 END) AS channels,
        COALESCE(SUM(CASE WHEN is_present THEN items END), SUM(items)) AS items
    FROM weekly.parts
    GROUP BY
        all_series_id,
        week
),

spread AS (
    SELECT
        spine.channel,
        spine.scope,
        spine.entity,
        spine.week,
        CAST(COALESCE(mixes.items, sums.items, 0) AS BIGINT) AS items,
        CASE WHEN spine.channel = 'all' THEN COALESCE(mixes.channels, 0) END AS channels,
        CAST(COALESCE(sums.people, 0) AS INTEGER) AS people,
        CAST(COALESCE(sums.newcomers, 0) AS INTEGER) AS newcomers,
        eligible.eligible_people,
        spine.days_of_data,
        sums.items AS weight,
        CAST(sums.items AS DOUBLE) AS total,
        sums.top_items,
        sums.squares,
        sums.ranked_items,
        sums.people_for_half,
        sums.people_for_most,
        incumbency.incumbency
    FROM weekly.spine AS spine
    JOIN weekly.eligible AS eligible
        ON eligible.series_id = spine.series_id
        AND eligible.week = spine.week
    LEFT JOIN sums
        ON sums.series_id = spine.series_id
        AND sums.week = spine.week
    LEFT JOIN mixes
        ON mixes.series_id = spine.series_id
        AND mixes.week = spine.week
    LEFT JOIN weekly.incumbency AS incumbency
        ON incumbency.series_id = spine.series_id
        AND incumbency.week = spine.week
)

SELECT
    channel,
    scope,
    entity,
    week,
    items,
    people,
    newcomers,
    eligible_people,
    days_of_data,
    CASE WHEN channel = 'all' THEN channels > 0 ELSE days_of_data >= 30 AND items >= 10 END AS has_enough_data,
    top_items / total AS top_share,
    people_for_half,
    people_for_most,
    total * total / CAST(squares AS DOUBLE) AS effective_people,
    CASE
        WHEN eligible_people >= 2
            THEN CAST(eligible_people * squares - weight * weight AS DOUBLE) / (total * total * (eligible_people - 1))
    END AS concentration,
    CASE
        WHEN eligible_people >= 2
            THEN CAST((eligible_people + 1) * weight - 2 * ranked_items AS DOUBLE) / (total * (eligible_people - 1))
    END AS gini,
    CAST(people AS DOUBLE) / NULLIF(eligible_people, 0) AS participation,
    incumbency
FROM spread
