-- One row per service, team and the whole organisation and kept week with a commit there in the 52 weeks that end with the
-- week: engineers are the people who wrote those, of any kind; committers those with one in the 13 weeks that end with it,
-- with commits in all; responders are those of the committers who also responded to a page there in these 13 weeks.
WITH engineers AS (
    SELECT
        committers.scope,
        committers.entity,
        weeks.week,
        COUNT(*) AS engineers
    FROM weekly.committers AS committers
    JOIN weekly.weeks AS weeks
        ON weeks.week >= committers.since
        AND weeks.week < committers.until
    GROUP BY
        committers.scope,
        committers.entity,
        weeks.week
),

places AS (
    SELECT
        scope,
        entity,
        MAX(CASE WHEN channel = 'code' THEN series_id END) AS series_id,
        MAX(CASE WHEN channel = 'pages' THEN series_id END) AS pages_series_id
    FROM weekly.series
    WHERE channel IN ('code', 'pages')
    GROUP BY
        scope,
        entity
    HAVING COUNT(CASE WHEN channel = 'code' THEN 1 END) > 0
),

code AS (
    SELECT
        places.scope,
        places.entity,
        places.pages_series_id,
        rolling.week,
        rolling.person_id,
        rolling.items
    FROM weekly.unranked AS rolling
    JOIN places
        ON places.series_id = rolling.series_id
),

committers AS (
    SELECT
        scope,
        entity,
        week,
        COUNT(*) AS committers,
        SUM(items) AS commits
    FROM code
    GROUP BY
        scope,
        entity,
        week
),

pages AS (
    SELECT
        series_id,
        week,
        person_id
    FROM weekly.ranks
    WHERE series_id IN (SELECT pages_series_id FROM places)
),

responders AS (
    SELECT
        code.scope,
        code.entity,
        code.week,
        COUNT(*) AS responders
    FROM pages
    JOIN code
        ON code.pages_series_id = pages.series_id
        AND code.week = pages.week
        AND code.person_id = pages.person_id
    GROUP BY
        code.scope,
        code.entity,
        code.week
)

SELECT
    engineers.scope,
    engineers.entity,
    engineers.week,
    CAST(engineers.engineers AS INTEGER) AS engineers,
    CAST(COALESCE(committers.committers, 0) AS INTEGER) AS committers,
    CAST(COALESCE(committers.commits, 0) AS BIGINT) AS commits,
    CAST(COALESCE(responders.responders, 0) AS INTEGER) AS responders
FROM engineers
LEFT JOIN committers
    ON committers.scope = engineers.scope
    AND committers.entity = engineers.entity
    AND committers.week = engineers.week
LEFT JOIN responders
    ON responders.scope = engineers.scope
    AND responders.entity = engineers.entity
    AND responders.week = engineers.week
