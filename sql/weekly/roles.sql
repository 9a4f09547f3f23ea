-- One row per service, team and the whole organisation and kept week with a response in the 13 weeks that end with the week:
-- responses, and with_role, those by people whose role is known. effective_roles is 1 / sum of the squared shares of the
-- roles in these; NULL where there are none.
WITH responses AS (
    SELECT
        ranks.series_id,
        ranks.week,
        people.role,
        SUM(ranks.items) AS items
    FROM weekly.ranks AS ranks
    JOIN weekly.series AS series
        ON series.series_id = ranks.series_id
    JOIN facts.people AS people
        ON people.person_id = ranks.person_id
    WHERE series.channel = 'pages'
    GROUP BY
        ranks.series_id,
        ranks.week,
        people.role
),

sums AS (
    SELECT
        series_id,
        week,
        SUM(items) AS responses,
        SUM(CASE WHEN role IS NOT NULL THEN items ELSE 0 END) AS with_role,
        SUM(CASE WHEN role IS NOT NULL THEN items * items END) AS squares
    FROM responses
    GROUP BY
        series_id,
        week
)

SELECT
    series.scope,
    series.entity,
    sums.week,
    CAST(sums.responses AS BIGINT) AS responses,
    CAST(sums.with_role AS BIGINT) AS with_role,
    CAST(sums.with_role AS DOUBLE) * CAST(sums.with_role AS DOUBLE) / CAST(sums.squares AS DOUBLE) AS effective_roles
FROM sums
JOIN weekly.series AS series
    ON series.series_id = sums.series_id
