-- One row per finding and person whom it is about. part is what they have to do with it: carries (does most of the work), load (is over a
-- norm), owner. Only pages of teams and private files show it.
SELECT
    suspects.finding_id,
    suspects.person_id,
    CASE findings.finding
        WHEN 'sustained_load' THEN 'load'
        WHEN 'owner_missing' THEN 'owner'
        ELSE 'carries'
    END AS part
FROM findings.suspects AS suspects
JOIN findings.findings AS findings
    ON findings.finding_id = suspects.finding_id

UNION ALL

SELECT
    findings.finding_id,
    ranks.person_id,
    'carries' AS part
FROM findings.findings AS findings
JOIN weekly.series AS series
    ON series.channel = findings.channel
    AND series.scope = findings.scope
    AND series.entity = findings.entity
JOIN weekly.ranks AS ranks
    ON ranks.series_id = series.series_id
    AND ranks.week = findings.last_held
    AND ranks.rank <= findings.people
WHERE findings.finding IN ('paper_rota', 'habit')
