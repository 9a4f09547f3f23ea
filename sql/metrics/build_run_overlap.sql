-- Share of the people with a commit in the 13 weeks that end with the week who also responded to a page there. n is the number of
-- people with a commit.
-- One row per service, team and the whole organisation that has responses, and kept week with a commit in the 52 weeks that end
-- with it; NULL where there is too little data, or no committer is known in PagerDuty.
SELECT
    '' AS channel,
    engineers.week,
    engineers.scope,
    engineers.entity,
    CASE
        WHEN links.git_pagerduty AND code.days_of_data >= 30 AND pages.days_of_data >= 30 AND engineers.commits >= 10
            THEN CAST(engineers.responders AS DOUBLE) / engineers.committers
    END AS value,
    engineers.committers AS n
FROM weekly.engineers AS engineers
CROSS JOIN facts.account_links AS links
JOIN weekly.spine AS code
    ON code.channel = 'code'
    AND code.scope = engineers.scope
    AND code.entity = engineers.entity
    AND code.week = engineers.week
JOIN weekly.spine AS pages
    ON pages.channel = 'pages'
    AND pages.scope = engineers.scope
    AND pages.entity = engineers.entity
    AND pages.week = engineers.week
