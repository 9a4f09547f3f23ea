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

code AS (
    SELECT
        series.scope,
        series.entity,
        rolling.week,
        rolling.person_id,
        rolling.items
    FROM weekly.unranked AS rolling
    JOIN weekly.series AS series
        ON series.series_id = rolling.series_id
    WHERE series.channel = 'code'
),

pages AS (
    SELECT
        series.scope,
        series.entity,
        ranks.week,
        ranks.person_id
    FROM weekly.ranks AS ranks
    JOIN weekly.series AS series
        ON series.series_id = ranks.series_id
    WHERE series.channel = 'pages'
),

both_kinds AS (
    SELECT
        code.scope,
        code.entity,
        code.week,
        COUNT(*) AS committers,
        SUM(code.items) AS commits,
        COUNT(pages.person_id) AS responders
    FROM code
    LEFT JOIN pages
        ON pages.scope = code.scope
        AND pages.entity = code.entity
        AND pages.week = code.week
        AND pages.person_id = code.person_id
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
    CAST(COALESCE(both_kinds.committers, 0) AS INTEGER) AS committers,
    CAST(COALESCE(both_kinds.commits, 0) AS BIGINT) AS commits,
    CAST(COALESCE(both_kinds.responders, 0) AS INTEGER) AS responders
FROM engineers
LEFT JOIN both_kinds
    ON both_kinds.scope = engineers.scope
    AND both_kinds.entity = engineers.entity
    AND both_kinds.week = engineers.week
