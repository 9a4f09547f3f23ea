-- Share of the pages of the 13 weeks that end with the week that were for the one service whose alerts of these weeks came
-- from most sources; of equals, the one with more pages. n is the number of pages.
-- One row per kept week since the first incident, of the whole organisation; NULL where there is too little data, or no
-- source of any alert is known.
WITH ranked AS (
    SELECT
        sources.week,
        incidents.pages,
        ROW_NUMBER() OVER (
            PARTITION BY sources.week
            ORDER BY sources.sources DESC, incidents.pages DESC, sources.service
        ) AS rank
    FROM weekly.alert_sources AS sources
    JOIN weekly.incidents AS incidents
        ON incidents.scope = 'service'
        AND incidents.entity = sources.service
        AND incidents.week = sources.week
)

SELECT
    '' AS channel,
    incidents.week,
    incidents.scope,
    incidents.entity,
    CASE
        WHEN incidents.days_of_data >= 30 AND incidents.pages >= 10
            THEN CAST(ranked.pages AS DOUBLE) / incidents.pages
    END AS value,
    incidents.pages AS n
FROM weekly.incidents AS incidents
LEFT JOIN ranked
    ON ranked.week = incidents.week
    AND ranked.rank = 1
WHERE incidents.scope = 'org'
