-- Tickets about latency, retries, errors or the experience of users that people who built the service resolved in the 13 weeks
-- that end with the week. n is the number of all such tickets that somebody resolved.
-- One row per service, team and the whole organisation with commits, and kept week since the first such ticket; NULL where there is
-- too little data, or no committer is known in Jira.
SELECT
    '' AS channel,
    tallies.week,
    tallies.scope,
    tallies.entity,
    CASE WHEN links.git_jira AND tallies.days_of_data >= 30 AND tallies.items >= 10 THEN CAST(tallies.part AS DOUBLE) END AS value,
    tallies.items AS n
FROM weekly.tallies AS tallies
CROSS JOIN facts.account_links AS links
JOIN weekly.series AS series
    ON series.channel = 'code'
    AND series.scope = tallies.scope
    AND series.entity = tallies.entity
WHERE tallies.measure = 'quality_tickets'
