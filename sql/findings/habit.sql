-- One row per service, team or repository and kept week in which the rule habit holds in a channel: the busiest people of the
-- 13 weeks that end with the week are those of each of the four quarters before, and the busiest one did over 40 %. people are
-- how many the group has, 2 or 3, of_people those eligible, more than twice as many: of three people two are always the
-- busiest. share is what the group did. The channel is pages where there are enough of them in the week, else tickets, else
-- commits. Nobody who has left is in the group, and repositories of which half of the files belong to services are not here.
WITH busy AS (
    SELECT
        series.series_id,
        series.all_series_id,
        series.channel,
        series.scope,
        series.entity,
        spreads.week,
        spreads.top_items,
        spreads.items AS all_items,
        spreads.incumbency,
        CASE series.channel WHEN 'pages' THEN 1 WHEN 'tickets' THEN 2 ELSE 3 END AS place
    FROM weekly.spreads AS spreads
    JOIN weekly.series AS series
        ON series.series_id = spreads.series_id
    WHERE spreads.items >= 10
        AND spreads.week + 7 - series.first_on >= 30
        AND series.channel IN ('pages', 'tickets', 'commits')
        AND series.scope IN ('service', 'team', 'repo')
),

same AS (
    SELECT
        series_id,
        week
    FROM busy
    WHERE incumbency = 1
),

-- Few of the busiest do so much, so looking back by joins is faster than by windows over all weeks.
candidates AS (
    SELECT
        busy.series_id,
        busy.channel,
        busy.scope,
        busy.entity,
        busy.week,
        busy.top_items,
        busy.all_items
    FROM busy
    LEFT JOIN busy AS better
        ON better.all_series_id = busy.all_series_id
        AND better.week = busy.week
        AND better.place < busy.place
    WHERE better.week IS NULL
        AND busy.incumbency = 1
        AND 5 * busy.top_items > 2 * busy.all_items
),

quarters AS (
    SELECT
        candidates.series_id,
        candidates.channel,
        candidates.scope,
        candidates.entity,
        candidates.week,
        CAST(candidates.top_items AS DOUBLE) / CAST(candidates.all_items AS DOUBLE) AS top_share,
        candidates.all_items AS items,
        eligible.eligible_people,
        CASE WHEN eligible.eligible_people > 9 THEN 3 ELSE 2 END AS people
    FROM candidates
    JOIN same AS before_1
        ON before_1.series_id = candidates.series_id
        AND before_1.week = candidates.week - 13 * 7
    JOIN same AS before_2
        ON before_2.series_id = candidates.series_id
        AND before_2.week = candidates.week - 26 * 7
    JOIN same AS before_3
        ON before_3.series_id = candidates.series_id
        AND before_3.week = candidates.week - 39 * 7
    JOIN weekly.eligible AS eligible
        ON eligible.series_id = candidates.series_id
        AND eligible.week = candidates.week
),

claimed AS (
    SELECT
        repositories.repo
    FROM facts.repositories AS repositories
    JOIN facts.trees AS trees
        ON trees.repo_id = repositories.repo_id
        AND trees.until_week IS NULL
    LEFT JOIN facts.service_paths AS paths
        ON paths.repo_id = trees.repo_id
        AND paths.path_id = trees.path_id
    GROUP BY
        repositories.repo
    HAVING COUNT(paths.service_id) * 2 >= COUNT(*)
),

groups AS (
    SELECT
        quarters.channel,
        quarters.scope,
        quarters.entity,
        quarters.week,
        quarters.people,
        quarters.eligible_people,
        quarters.top_share,
        quarters.items,
        MAX(CAST(ranks.running_items AS DOUBLE) / CAST(ranks.all_items AS DOUBLE)) AS share
    FROM quarters
    JOIN weekly.ranks AS ranks
        ON ranks.series_id = quarters.series_id
        AND ranks.week = quarters.week
        AND ranks.rank <= quarters.people
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE quarters.eligible_people > 2 * quarters.people
        AND (quarters.scope <> 'repo' OR quarters.entity NOT IN (SELECT repo FROM claimed))
    GROUP BY
        quarters.channel,
        quarters.scope,
        quarters.entity,
        quarters.week,
        quarters.people,
        quarters.eligible_people,
        quarters.top_share,
        quarters.items
    HAVING COUNT(CASE WHEN people.left_on <= quarters.week + 6 THEN 1 END) = 0
)

SELECT
    channel,
    scope,
    entity,
    week,
    people,
    eligible_people AS of_people,
    share,
    top_share,
    CAST(items AS DOUBLE) AS items
FROM groups
