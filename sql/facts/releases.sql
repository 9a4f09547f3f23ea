-- One row per release and service that it is of (NULL where none is known): the commits that tags lead to, once however many tags
-- there are; and, of services without a tag in any of their repositories, the fix versions of their tickets. A version is
-- released on the day on which the last of its tickets was resolved; while one is open it is none. release names it.
WITH service_repositories AS (
    SELECT DISTINCT
        repo_id,
        service_id
    FROM facts.service_paths
),

tags AS (
    SELECT
        repo_id,
        sha,
        MIN(tagged_at) AS tagged_at
    FROM facts.tags
    GROUP BY
        repo_id,
        sha
),

tag_releases AS (
    SELECT
        'tag' AS source,
        tags.repo_id || ':' || tags.sha AS release,
        tags.repo_id,
        services.service_id,
        make_timestamp(epoch_us(tags.tagged_at))::DATE AS released_on
    FROM tags
    LEFT JOIN service_repositories AS services
        ON services.repo_id = tags.repo_id
),

versions AS (
    SELECT
        tickets.project,
        tickets.service_id,
        fixes.version,
        CASE WHEN COUNT(*) = COUNT(tickets.resolved_on) THEN MAX(tickets.resolved_on) END AS released_on
    FROM (
        SELECT
            issue_id,
            unnest(fix_versions) AS version
        FROM staging.jira_issues
    ) AS fixes
    JOIN facts.ticket_keys AS keys
        ON keys.issue_id = fixes.issue_id
    JOIN facts.tickets AS tickets
        ON tickets.ticket_id = keys.ticket_id
    GROUP BY
        tickets.project,
        tickets.service_id,
        fixes.version
),

releases AS (
    SELECT
        source,
        release,
        repo_id,
        service_id,
        released_on
    FROM tag_releases

    UNION ALL

    SELECT
        'version' AS source,
        versions.project || ':' || versions.version AS release,
        NULL AS repo_id,
        versions.service_id,
        versions.released_on
    FROM versions
    WHERE versions.released_on IS NOT NULL
        AND NOT EXISTS (
            SELECT 1
            FROM tag_releases
            WHERE tag_releases.service_id = versions.service_id
        )
)

SELECT
    source,
    release,
    repo_id,
    service_id,
    released_on,
    date_trunc('week', released_on)::DATE AS week
FROM releases
