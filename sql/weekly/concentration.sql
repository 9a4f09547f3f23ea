-- One row per channel, entity and kept week since the entity's first contribution: how the items of the 13 weeks that
-- end with the week are spread over people. A quiet week has items 0, people 0, participation 0, and NULL for what is
-- undefined without an item. newcomers are those whose first item ever there is in the 13 weeks. concentration and gini are
-- NULL too where fewer than two people are eligible. Whether it is enough to go by is in has_enough_data: 30 days since the
-- first contribution and 10 items in the window. Of the channel 'all' it is whether one of its channels has enough; items are
-- then those of the channels that have, and the shares are the means of a person's shares in these.
--
-- Everything is summed in whole numbers and divided once, so that equal shares are exactly 0 apart. The joins are MATERIALIZED because
-- DuckDB scans a table that is new in the transaction with one processor where it goes straight into another.
WITH mixes AS (
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

spread AS MATERIALIZED (
    SELECT
        spine.channel,
        spine.scope,
        spine.entity,
        spine.week,
        CAST(COALESCE(mixes.items, spreads.items, 0) AS BIGINT) AS items,
        CASE WHEN spine.channel = 'all' THEN COALESCE(mixes.channels, 0) END AS channels,
        COALESCE(spreads.people, 0) AS people,
        COALESCE(spreads.newcomers, 0) AS newcomers,
        eligible.eligible_people,
        spine.days_of_data,
        CAST(spreads.items AS DECIMAL(38, 0)) AS weight,
        CAST(spreads.items AS DOUBLE) AS total,
        spreads.top_items,
        CAST(spreads.squares AS DECIMAL(38, 0)) AS squares,
        CAST(spreads.ranked_items AS DECIMAL(38, 0)) AS ranked_items,
        spreads.people_for_half,
        spreads.people_for_most,
        spreads.incumbency
    FROM weekly.spine AS spine
    JOIN weekly.eligible AS eligible
        ON eligible.series_id = spine.series_id
        AND eligible.week = spine.week
    LEFT JOIN weekly.spreads AS spreads
        ON spreads.series_id = spine.series_id
        AND spreads.week = spine.week
    LEFT JOIN mixes
        ON mixes.series_id = spine.series_id
        AND mixes.week = spine.week
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
