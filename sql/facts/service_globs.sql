-- One row per service, repository and glob of its paths that a source gives the service; pattern NULL is the whole repository.
-- A repository is called by the name it has here, or by owner and name, which is the end of where it is; if none is there,
-- by the name alone. Which service a path belongs to, where several globs match it, is in facts.service_paths.
WITH repositories AS (
    SELECT
        repo_id,
        repo,
        '/' || replace(regexp_replace(lower(source), '(\.git)?/*$', ''), ':', '/') AS address
    FROM facts.repositories
),

matches AS (
    SELECT
        keys.service_id,
        globs.repository,
        globs.pattern,
        globs.source,
        repositories.repo_id,
        CASE
            WHEN repositories.repo = globs.repository THEN 1
            WHEN ends_with(repositories.address, '/' || lower(globs.repository)) THEN 2
            ELSE 3
        END AS preference
    FROM staging.org_service_repositories AS globs
    JOIN facts.service_keys AS keys
        ON keys.source = globs.source
        AND keys.key = globs.service
    JOIN repositories
        ON repositories.repo = globs.repository
        OR globs.repository LIKE '%/%' AND (
            ends_with(repositories.address, '/' || lower(globs.repository))
            OR repositories.repo = regexp_extract(globs.repository, '[^/]+$')
        )
),

best AS (
    SELECT
        repository,
        MIN(preference) AS preference
    FROM matches
    GROUP BY
        repository
)

SELECT DISTINCT
    matches.repo_id,
    matches.service_id,
    matches.pattern,
    matches.source
FROM matches
JOIN best
    ON best.repository = matches.repository
    AND best.preference = matches.preference
