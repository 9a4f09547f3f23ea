-- One row per service, team and the whole organisation and kept week with an act on a post-incident review in the 13 weeks that
-- end with the week: people are those who wrote, edited or commented on one in these weeks.
SELECT
    acts.scope,
    acts.entity,
    weeks.week,
    CAST(COUNT(DISTINCT acts.person_id) AS INTEGER) AS people
FROM weekly.ticket_acts AS acts
JOIN weekly.weeks AS weeks
    ON acts.week > weeks.week - 13 * 7
    AND acts.week <= weeks.week
WHERE acts.review_acts > 0
GROUP BY
    acts.scope,
    acts.entity,
    weeks.week
