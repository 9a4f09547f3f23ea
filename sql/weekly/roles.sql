-- One row per service, team and the whole organisation and kept week with a response in the 13 weeks that end with the week:
-- responses, and with_role, those by people whose role is known. effective_roles is 1 / sum of the squared shares of the
-- roles in these; NULL where there are none.
WITH roles AS (
    SELECT
        ranks.series_id,
        ranks.week,
        people.role,
        SUM(ranks.items) AS items
    FROM weekly.ranks AS ranks
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
        AND people.role IS NOT NULL
    JOIN weekly.series AS series
        ON series.series_id = ranks.series_id
        AND series.channel = 'pages'
    GROUP BY
        ranks.series_id,
        ranks.week,
        people.role
),

sums AS (
    SELECT
        series_id,
        week,
        SUM(items) AS with_role,
        SUM(items * items) AS squares
    FROM roles
    GROUP BY
        series_id,
        week
)

SELECT
    series.scope,
    series.entity,
    spreads.week,
    CAST(spreads.items AS BIGINT) AS responses,
    CAST(COALESCE(sums.with_role, 0) AS BIGINT) AS with_role,
    CAST(sums.with_role AS DOUBLE) * CAST(sums.with_role AS DOUBLE) / CAST(sums.squares AS DOUBLE) AS effective_roles
FROM weekly.spreads AS spreads
JOIN weekly.series AS series
    ON series.series_id = spreads.series_id
    AND series.channel = 'pages'
LEFT JOIN sums
    ON sums.series_id = spreads.series_id
    AND sums.week = spreads.week
WHERE spreads.items > 0
