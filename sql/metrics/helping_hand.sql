-- Comments by engineers on tickets assigned to somebody else in the 13 weeks that end with the week, for each engineer. n is the
-- number of all comments by people who are known.
-- One row per service, team and the whole organisation with commits in the 52 weeks that end with the week, and kept week since the
-- first comment; NULL where there is too little data, or no committer is known in Jira.
SELECT
    '' AS channel,
    tallies.week,
    tallies.scope,
    tallies.entity,
    CASE
        WHEN links.git_jira AND tallies.days_of_data >= 30 AND tallies.items >= 10
            THEN CAST(tallies.part AS DOUBLE) / engineers.engineers
    END AS value,
    tallies.items AS n
FROM weekly.tallies AS tallies
CROSS JOIN facts.account_links AS links
JOIN weekly.engineers AS engineers
    ON engineers.scope = tallies.scope
    AND engineers.entity = tallies.entity
    AND engineers.week = tallies.week
WHERE tallies.measure = 'comments'
