-- Mean score of the pulse in the 13 weeks that end with the week. n is the fewest answers that one question got on one day.
-- One row per team and the whole organisation and kept week with an answer in those weeks.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    score AS value,
    respondents AS n
FROM weekly.morale
