-- One row per team and the whole organisation and kept week with an answer to the pulse in the 13 weeks that end with the week:
-- their mean score, answers, and respondents: the fewest answers that one question got on one day of them. The file does not
-- say who answered; there were no fewer people than that.
WITH asked AS (
    SELECT
        'team' AS scope,
        teams.team AS entity,
        morale.asked_on,
        morale.week,
        morale.question,
        SUM(morale.score) AS score,
        COUNT(*) AS answers
    FROM facts.morale AS morale
    JOIN facts.teams AS teams
        ON teams.team_id = morale.team_id
    GROUP BY
        teams.team,
        morale.asked_on,
        morale.week,
        morale.question

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        asked_on,
        week,
        question,
        SUM(score) AS score,
        COUNT(*) AS answers
    FROM facts.morale
    GROUP BY
        asked_on,
        week,
        question
)

SELECT
    asked.scope,
    asked.entity,
    weeks.week,
    SUM(asked.score) / SUM(asked.answers) AS score,
    CAST(SUM(asked.answers) AS BIGINT) AS answers,
    MIN(asked.answers) AS respondents
FROM asked
JOIN weekly.weeks AS weeks
    ON asked.week > weeks.week - 13 * 7
    AND asked.week <= weeks.week
GROUP BY
    asked.scope,
    asked.entity,
    weeks.week
