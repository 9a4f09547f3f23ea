-- One row per person, local night with a page in its sleeping hours, ISO week (UTC) of such a page, and team whose service it was
-- about, NULL where that is nobody's: a night may be here more than once. night_on is the date of its evening, also of a page
-- after midnight.
SELECT DISTINCT
    pages.person_id,
    CASE
        WHEN settings.sleep_start > settings.sleep_end AND pages.local_at::TIME >= settings.sleep_start THEN pages.local_at::DATE
        WHEN settings.sleep_start <= settings.sleep_end AND settings.sleep_start >= TIME '12:00:00' THEN pages.local_at::DATE
        ELSE pages.local_at::DATE - 1
    END AS night_on,
    pages.week,
    pages.team_id
FROM facts.pages AS pages
CROSS JOIN staging.settings AS settings
WHERE pages.person_id IS NOT NULL
    AND pages.day_part = 'sleep'
