-- One row: whether people are known across sources at all. git_jira is FALSE where git and Jira both have people and not one is
-- known to be the same person in both: then nothing can be said of what committers do with tickets. TRUE otherwise. git_pagerduty
-- likewise.
WITH people AS (
    SELECT
        identities.person_id,
        bool_or(identities.source = 'git') AS in_git,
        bool_or(identities.source = 'jira') AS in_jira,
        bool_or(identities.source = 'pagerduty') AS in_pagerduty
    FROM facts.identities AS identities
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE NOT people.is_bot
    GROUP BY
        identities.person_id
)

SELECT
    NOT COALESCE(bool_or(in_git) AND bool_or(in_jira) AND NOT bool_or(in_git AND in_jira), FALSE) AS git_jira,
    NOT COALESCE(bool_or(in_git) AND bool_or(in_pagerduty) AND NOT bool_or(in_git AND in_pagerduty), FALSE) AS git_pagerduty
FROM people
