-- Hours from the last whole reading to as-of, of the source that was read longest ago; 0 where that was later. One row, of
-- the last kept week: how fresh the data were in earlier weeks is not kept. NULL where a source was never read to its end. What is no longer
-- configured does not count.
SELECT
    '' AS channel,
    weeks.week,
    'org' AS scope,
    'organisation' AS entity,
    CASE
        WHEN COUNT(sources.read_at) = COUNT(*)
            THEN CAST(GREATEST(0, MAX(date_diff('minute', sources.read_at, CAST(settings.as_of AS TIMESTAMPTZ)))) AS DOUBLE) / 60
    END AS value,
    COUNT(*) AS n
FROM facts.sources AS sources
CROSS JOIN staging.settings AS settings
JOIN (SELECT MAX(week) AS week FROM weekly.weeks) AS weeks
    ON weeks.week IS NOT NULL
WHERE sources.is_configured
GROUP BY
    weeks.week
