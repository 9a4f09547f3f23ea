-- One row per answer to a question of the pulse.
SELECT
    team,
    asked_on,
    question,
    score,
    place
FROM raw.morale
