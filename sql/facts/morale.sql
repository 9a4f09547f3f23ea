-- One row per answer to a question of the pulse. team_id is NULL where no team has the name or id that the file says. Who
-- answered is not known to us.
WITH names AS (
    SELECT
        lower(team) AS name,
        MIN(team_id) AS team_id
    FROM (
        SELECT
            team,
            team_id
        FROM facts.teams

        UNION ALL

        SELECT
            name AS team,
            team_id
        FROM facts.teams
    )
    GROUP BY
        lower(team)
)

SELECT
    names.team_id,
    morale.asked_on,
    morale.question,
    morale.score,
    date_trunc('week', morale.asked_on)::DATE AS week
FROM staging.morale AS morale
LEFT JOIN names
    ON names.name = lower(morale.team)
