-- One row per rule of a repository's CODEOWNERS and owner it names; facts.path_rules says which paths a rule decides. team_id
-- or person_id is who it is, NULL where that is not known: a team by its name, a person by an e-mail address, by the login
-- in an address that GitHub gave them, or by their declared id. A rule that says nobody has a row without any of them.
WITH logins AS (
    SELECT
        '@' || lower(regexp_extract(email, '^(?:[0-9]+\+)?([^@]+)@users\.noreply\.github\.com$', 1)) AS owner,
        MIN(person_id) AS person_id
    FROM facts.identities
    WHERE ends_with(email, '@users.noreply.github.com')
    GROUP BY
        1

    UNION ALL

    SELECT
        '@' || lower(account) AS owner,
        MIN(person_id) AS person_id
    FROM facts.identities
    WHERE source = 'org'
    GROUP BY
        1

    UNION ALL

    SELECT
        lower(email) AS owner,
        MIN(person_id) AS person_id
    FROM facts.identities
    WHERE email LIKE '%@%'
    GROUP BY
        1
),

people AS (
    SELECT
        owner,
        MIN(person_id) AS person_id
    FROM logins
    GROUP BY
        owner
)

SELECT
    codeowners.repo_id,
    codeowners.line,
    codeowners.pattern,
    codeowners.owner,
    teams.team_id,
    people.person_id
FROM staging.codeowners AS codeowners
LEFT JOIN facts.team_keys AS teams
    ON teams.source = 'codeowners'
    AND teams.key = codeowners.owner
LEFT JOIN people
    ON people.owner = lower(codeowners.owner)
