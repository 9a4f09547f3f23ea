-- One row per person, ISO week (UTC) and day on the person's own clock with a page: pages, those of each part of the day, incidents
-- that the person is first paged for in the week, and hours, the different hours of the day in which they came. local_on, parts and
-- hours are NULL where the time zone is not known. A page to nobody that is named is not here.
SELECT
    person_id,
    week,
    local_at::DATE AS local_on,
    COUNT(*) AS pages,
    COUNT(CASE WHEN is_first THEN 1 END) AS incidents,
    COUNT(CASE WHEN day_part = 'business' THEN 1 END) AS business_pages,
    COUNT(CASE WHEN day_part = 'off_hours' THEN 1 END) AS off_hours_pages,
    COUNT(CASE WHEN day_part = 'sleep' THEN 1 END) AS sleep_pages,
    bit_count(bit_or(1 << hour(local_at)::INTEGER)) AS hours
FROM facts.pages
WHERE person_id IS NOT NULL
GROUP BY
    person_id,
    week,
    local_at::DATE
