-- Share of the pages of the 13 weeks that end with the week that were for services without an owning team. n is the number
-- of pages.
-- One row per kept week since the first incident, of the whole organisation; NULL where there is too little data.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE WHEN days_of_data >= 30 AND pages >= 10 THEN CAST(unowned_pages AS DOUBLE) / pages END AS value,
    pages AS n
FROM weekly.incidents
WHERE scope = 'org'
