-- One row per service, team or the whole organisation and kept week in which the rule unclear_alerts holds in the 13 weeks that end
-- with the week: over a fifth of the pages are on services that no team owns, incidents are reassigned over half as often as
-- there are any, or half of the incidents wait for an acknowledgement at least twice as long as in the organisation. people
-- and of_people are NULL: it is about alerts. What does not hold of the three is NULL.
--
-- Twice as long is of the two halves of the window and of at least 20 incidents, and by at least 5 minutes: medians of few
-- incidents, and of short waits, jump.
WITH waits AS (
    SELECT
        waits.scope,
        waits.entity,
        waits.week,
        waits.acknowledged,
        waits.median_seconds / 60 AS minutes,
        organisation.median_seconds / 60 AS usual_minutes,
        MIN(CASE
            WHEN waits.acknowledged >= 20
                AND waits.median_seconds >= 2 * organisation.median_seconds
                AND waits.median_seconds >= organisation.median_seconds + 300
                THEN 1
            ELSE 0
        END) OVER (
            PARTITION BY waits.scope, waits.entity
            ORDER BY waits.week
            ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
        ) AS is_slow
    FROM weekly.waits AS waits
    JOIN weekly.waits AS organisation
        ON organisation.scope = 'org'
        AND organisation.week = waits.week
    WHERE waits.scope IN ('service', 'team')
),

weeks AS (
    SELECT
        incidents.scope,
        incidents.entity,
        incidents.week,
        CAST(incidents.pages AS DOUBLE) AS pages,
        CASE
            WHEN incidents.days_of_data >= 30
                AND incidents.pages >= 10
                AND incidents.unowned_pages * 5 > incidents.pages
                AND EXISTS (SELECT 1 FROM facts.services AS owned WHERE owned.team_id IS NOT NULL)
                THEN CAST(incidents.unowned_pages AS DOUBLE) / incidents.pages
        END AS unowned_page_share,
        CASE
            WHEN incidents.days_of_data >= 30
                AND incidents.incidents >= 10
                AND incidents.reassignments * 2 > incidents.incidents
                THEN CAST(incidents.reassignments AS DOUBLE) / incidents.incidents
        END AS reassignments,
        CASE WHEN waits.is_slow = 1 THEN waits.minutes END AS time_to_acknowledge,
        CASE WHEN waits.is_slow = 1 THEN waits.usual_minutes END AS usual_minutes
    FROM weekly.incidents AS incidents
    LEFT JOIN waits
        ON waits.scope = incidents.scope
        AND waits.entity = incidents.entity
        AND waits.week = incidents.week
)

SELECT
    'pages' AS channel,
    scope,
    entity,
    week,
    NULL AS people,
    NULL AS of_people,
    pages,
    unowned_page_share,
    reassignments,
    time_to_acknowledge,
    usual_minutes
FROM weeks
WHERE unowned_page_share IS NOT NULL
    OR reassignments IS NOT NULL
    OR time_to_acknowledge IS NOT NULL
