-- Share of the services of PagerDuty, Jira projects and repositories that belong to a declared service or have an owning team.
-- n is how many there are. One row, of the whole organisation in the last kept week: what was declared before is not kept.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CAST(used AS DOUBLE) / (used + left_out) AS value,
    used + left_out AS n
FROM weekly.coverage
WHERE basis = 'mapped'
