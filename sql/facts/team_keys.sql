-- One row per team as a source knows it, and the team it is here: source is org.yaml, backstage, pagerduty or codeowners, key
-- what that source calls it. A team of PagerDuty is a declared one that has its id, or its name or id where only one has;
-- so is one that a CODEOWNERS names, @group/team, by its last part, or else it is PagerDuty's of that name. Names are
-- compared without case and with spaces, dashes and underscores alike. team is the key in exports: the declared id, or
-- PagerDuty's, or else as CODEOWNERS has it, without the @.
WITH declared AS (
    SELECT DISTINCT
        team
    FROM staging.org_teams
),

words AS (
    SELECT
        team,
        replace(replace(lower(trim(name)), '-', ' '), '_', ' ') AS word
    FROM staging.org_teams

    UNION

    SELECT
        team,
        replace(replace(lower(trim(team)), '-', ' '), '_', ' ') AS word
    FROM staging.org_teams
),

declared_words AS (
    SELECT
        word,
        MIN(team) AS team
    FROM words
    GROUP BY
        word
    HAVING COUNT(DISTINCT team) = 1
),

pagerduty AS (
    SELECT
        teams.team_id AS key,
        replace(replace(lower(trim(teams.name)), '-', ' '), '_', ' ') AS word,
        COALESCE(declared.team, declared_words.team, teams.team_id) AS team
    FROM staging.pagerduty_teams AS teams
    LEFT JOIN declared
        ON declared.team = teams.team_id
    LEFT JOIN declared_words
        ON declared_words.word = replace(replace(lower(trim(teams.name)), '-', ' '), '_', ' ')
),

pagerduty_words AS (
    SELECT
        word,
        MIN(team) AS team
    FROM pagerduty
    GROUP BY
        word
    HAVING COUNT(DISTINCT team) = 1
),

owners AS (
    SELECT DISTINCT
        owner AS key,
        replace(replace(lower(regexp_extract(owner, '[^/]+$')), '-', ' '), '_', ' ') AS word
    FROM staging.codeowners
    WHERE owner LIKE '@%/%'
),

keys AS (
    SELECT
        source,
        team AS key,
        team
    FROM staging.org_teams

    UNION ALL

    SELECT
        'pagerduty' AS source,
        key,
        team
    FROM pagerduty

    UNION ALL

    SELECT
        'codeowners' AS source,
        owners.key,
        COALESCE(declared_words.team, pagerduty_words.team, substr(owners.key, 2)) AS team
    FROM owners
    LEFT JOIN declared_words
        ON declared_words.word = owners.word
    LEFT JOIN pagerduty_words
        ON pagerduty_words.word = owners.word
)

SELECT
    source,
    key,
    team,
    DENSE_RANK() OVER (ORDER BY team)::INTEGER AS team_id
FROM keys
