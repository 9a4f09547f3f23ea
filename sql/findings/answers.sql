-- One row per item of work of a service or repository and person who did it: an incident and a person who responded to it
-- (person_id NULL where nobody did), a resolved reliability ticket and its resolver, a commit of reliability work (of a
-- repository: any commit) and one who wrote it. scope_rank 1 is a service, 2 a repository that services do not own half of; number is the
-- entity's id within its scope. source_rank 1 is pages, 2 tickets, 3 commits; item is the id of the item within the source, happened_second its
-- second since 1970. policy_id and other_policy_id are the escalation policies whose rota stands behind an incident, NULL for other work, where no roster
-- is known of the policy, and where both are one. Nothing of bots is here. All is in integers: the drift test reads millions of rows.
WITH claimed AS (
    SELECT
        trees.repo_id
    FROM facts.trees AS trees
    LEFT JOIN facts.service_paths AS paths
        ON paths.repo_id = trees.repo_id
        AND paths.path_id = trees.path_id
    WHERE trees.until_week IS NULL
    GROUP BY
        trees.repo_id
    HAVING COUNT(paths.service_id) * 2 >= COUNT(*)
)

SELECT
    1 AS scope_rank,
    incidents.service_id AS number,
    1 AS source_rank,
    epoch_us(incidents.created_at) // 1000000 AS happened_second,
    CAST(incidents.incident_id AS BIGINT) AS item,
    policies.policy_id,
    NULLIF(others.policy_id, policies.policy_id) AS other_policy_id,
    responses.person_id
FROM facts.incidents AS incidents
LEFT JOIN facts.responses AS responses
    ON responses.incident_id = incidents.incident_id
LEFT JOIN findings.policies AS policies
    ON policies.policy_id = COALESCE(incidents.service_policy_id, incidents.policy_id)
LEFT JOIN findings.policies AS others
    ON others.policy_id = incidents.policy_id
WHERE incidents.service_id IS NOT NULL
    AND NOT incidents.was_merged

UNION ALL

SELECT
    1 AS scope_rank,
    service_id AS number,
    2 AS source_rank,
    epoch_us(resolved_at) // 1000000 AS happened_second,
    CAST(ticket_id AS BIGINT) AS item,
    NULL AS policy_id,
    NULL AS other_policy_id,
    resolver_id AS person_id
FROM facts.tickets
WHERE service_id IS NOT NULL
    AND resolver_id IS NOT NULL
    AND resolved_at IS NOT NULL
    AND COALESCE(is_reliability, TRUE)

UNION ALL

SELECT
    1 AS scope_rank,
    services.service_id AS number,
    3 AS source_rank,
    epoch_us(commits.committed_at) // 1000000 AS happened_second,
    CAST(commits.repo_id AS BIGINT) * 4294967296 + commits.commit_id AS item,
    NULL AS policy_id,
    NULL AS other_policy_id,
    people.person_id
FROM facts.commit_services AS services
JOIN facts.reliability_commits AS reliability
    ON reliability.repo_id = services.repo_id
    AND reliability.commit_id = services.commit_id
JOIN facts.commits AS commits
    ON commits.repo_id = services.repo_id
    AND commits.commit_id = services.commit_id
JOIN facts.commit_people AS people
    ON people.repo_id = services.repo_id
    AND people.commit_id = services.commit_id
WHERE NOT people.is_bot
    AND NOT people.is_merge

UNION ALL

SELECT
    2 AS scope_rank,
    commits.repo_id AS number,
    3 AS source_rank,
    epoch_us(commits.committed_at) // 1000000 AS happened_second,
    CAST(commits.commit_id AS BIGINT) AS item,
    NULL AS policy_id,
    NULL AS other_policy_id,
    people.person_id
FROM facts.commits AS commits
JOIN facts.commit_people AS people
    ON people.repo_id = commits.repo_id
    AND people.commit_id = commits.commit_id
WHERE NOT people.is_bot
    AND NOT people.is_merge
    AND commits.repo_id NOT IN (SELECT repo_id FROM claimed)
