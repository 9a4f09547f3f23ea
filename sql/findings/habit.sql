-- One row per service, team or repository and kept week in which the rule habit holds in a channel: the busiest people of the
-- 13 weeks that end with the week are those of each of the four quarters before, and the busiest one did over 40 %. people are
-- how many the group has, 2 or 3, of_people those eligible, more than twice as many: of three people two are always the
-- busiest. share is what the group did. The channel is pages where there are enough of them in the week, else tickets, else
-- commits. Nobody who has left is in the group, and repositories of which half of the files belong to services are not here.
WITH weeks AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        eligible_people,
        top_share,
        items,
        CASE WHEN eligible_people > 9 THEN 3 ELSE 2 END AS people,
        CASE WHEN has_enough_data AND incumbency = 1 THEN 1 ELSE 0 END AS is_same,
        ROW_NUMBER() OVER (
            PARTITION BY scope, entity, week
            ORDER BY has_enough_data DESC, CASE channel WHEN 'pages' THEN 1 WHEN 'tickets' THEN 2 ELSE 3 END
        ) AS preference
    FROM weekly.concentration
    WHERE channel <> 'all'
        AND scope IN ('service', 'team', 'repo')
),

quarters AS (
    SELECT
        channel,
        scope,
        entity,
        week,
        eligible_people,
        top_share,
        items,
        people,
        preference,
        is_same
            + LAG(is_same, 13) OVER entity
            + LAG(is_same, 26) OVER entity
            + LAG(is_same, 39) OVER entity AS quarters
    FROM weeks
    WINDOW entity AS (
        PARTITION BY channel, scope, entity
        ORDER BY week
    )
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
        CAST(SUM(ranks.items) AS DOUBLE) / CAST(quarters.items AS DOUBLE) AS share
    FROM quarters
    JOIN weekly.series AS series
        ON series.channel = quarters.channel
        AND series.scope = quarters.scope
        AND series.entity = quarters.entity
    JOIN weekly.ranks AS ranks
        ON ranks.series_id = series.series_id
        AND ranks.week = quarters.week
        AND ranks.rank <= quarters.people
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE quarters.quarters = 4
        AND quarters.preference = 1
        AND quarters.top_share > 0.4
        AND quarters.eligible_people > 2 * quarters.people
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
