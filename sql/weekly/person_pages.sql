-- One row per person and ISO week (UTC) with a page. business_pages, off_hours_pages and sleep_pages are by the local time of
-- the page, which local_pages have. disrupted_hours are different local clock hours with a page, incidents different ones.
SELECT
    person_id,
    week,
    CAST(SUM(pages) AS BIGINT) AS pages,
    CAST(SUM(CASE WHEN local_on IS NOT NULL THEN pages ELSE 0 END) AS BIGINT) AS local_pages,
    CAST(SUM(business_pages) AS BIGINT) AS business_pages,
    CAST(SUM(off_hours_pages) AS BIGINT) AS off_hours_pages,
    CAST(SUM(sleep_pages) AS BIGINT) AS sleep_pages,
    CAST(COALESCE(SUM(hours), 0) AS BIGINT) AS disrupted_hours,
    CAST(SUM(incidents) AS BIGINT) AS incidents
FROM facts.paged_days
GROUP BY
    person_id,
    week
