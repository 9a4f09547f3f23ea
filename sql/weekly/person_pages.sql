-- One row per person and ISO week (UTC) with a page. business_pages, off_hours_pages and sleep_pages are by the local time of
-- the page, which local_pages have. disrupted_hours are different local clock hours with a page, incidents different ones.
WITH weeks AS (
    SELECT
        person_id,
        week,
        SUM(pages) AS pages,
        SUM(CASE WHEN local_on IS NOT NULL THEN pages ELSE 0 END) AS local_pages,
        SUM(business_pages) AS business_pages,
        SUM(off_hours_pages) AS off_hours_pages,
        SUM(sleep_pages) AS sleep_pages,
        SUM(hours) AS disrupted_hours
    FROM facts.paged_days
    GROUP BY
        person_id,
        week
),

paged_for AS (
    SELECT DISTINCT
        person_id,
        week,
        incident_id
    FROM facts.pages
    WHERE person_id IS NOT NULL
),

incidents AS (
    SELECT
        person_id,
        week,
        COUNT(*) AS incidents
    FROM paged_for
    GROUP BY
        person_id,
        week
)

SELECT
    weeks.person_id,
    weeks.week,
    CAST(weeks.pages AS BIGINT) AS pages,
    CAST(weeks.local_pages AS BIGINT) AS local_pages,
    CAST(weeks.business_pages AS BIGINT) AS business_pages,
    CAST(weeks.off_hours_pages AS BIGINT) AS off_hours_pages,
    CAST(weeks.sleep_pages AS BIGINT) AS sleep_pages,
    CAST(COALESCE(weeks.disrupted_hours, 0) AS BIGINT) AS disrupted_hours,
    incidents.incidents
FROM weeks
JOIN incidents
    ON incidents.person_id = weeks.person_id
    AND incidents.week = weeks.week
