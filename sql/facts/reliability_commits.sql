-- One row per commit that is reliability work, merges aside, with why, the first of: revert, of another commit; hotfix, as the
-- subject says, or that it fixes an incident, an outage or production; incident, it names the number of one or its id; ticket, it
-- names a ticket of reliability work; operational, it changes a path of alerts, runbooks, deployment, infrastructure or CI.
-- Where no labels or types of reliability work are configured, every ticket that is not product work makes one. Only
-- subjects are read: the rest of a message is not stored.
WITH commits AS (
    SELECT
        repo_id,
        commit_id,
        subject,
        regexp_matches(subject, '^[Rr]evert(:|\b.*")|^[Rr]evert\(') AS is_revert,
        regexp_matches(subject, '(?i)\bhot[ _-]?fix|\bfix(es|ed|ing)?\b.*\b(incident|outage|production|prod|sev ?-?[0-3])\b') AS is_hotfix,
        regexp_matches(subject, '(?i)\b(incident|inc|pagerduty|pd)\b|\b[PQR][0-9A-Z]{6,}\b') AS may_name_incident,
        regexp_matches(subject, '[A-Z][A-Z0-9_]+-[1-9]') AS may_name_ticket
    FROM staging.git_commits
    WHERE parents <= 1
),

numbers AS (
    SELECT
        repo_id,
        commit_id,
        TRY_CAST(unnest(regexp_extract_all(subject, '(?i)\b(?:incident|inc|pagerduty|pd)[ :_#-]*([0-9]{1,9})\b', 1)) AS BIGINT) AS number
    FROM commits
    WHERE may_name_incident
),

incidents AS (
    SELECT
        numbers.repo_id,
        numbers.commit_id
    FROM numbers
    JOIN staging.pagerduty_incidents AS incidents
        ON incidents.incident_number = numbers.number

    UNION ALL

    SELECT
        ids.repo_id,
        ids.commit_id
    FROM (
        SELECT
            repo_id,
            commit_id,
            unnest(regexp_extract_all(subject, '\b[PQR][0-9A-Z]{6,}\b')) AS incident
        FROM commits
        WHERE may_name_incident
    ) AS ids
    JOIN facts.incident_keys AS keys
        ON keys.incident = ids.incident
),

named AS (
    SELECT
        repo_id,
        commit_id,
        unnest(regexp_extract_all(subject, '\b[A-Z][A-Z0-9_]+-[1-9][0-9]*\b')) AS ticket
    FROM commits
    WHERE may_name_ticket
),

operational AS (
    SELECT DISTINCT
        changes.repo_id,
        changes.commit_id
    FROM facts.file_changes AS changes
    JOIN facts.operational_paths AS paths
        ON paths.repo_id = changes.repo_id
        AND paths.path_id = changes.path_id
),

reasons AS (
    SELECT
        repo_id,
        commit_id,
        1 AS reason
    FROM commits
    WHERE is_revert

    UNION ALL

    SELECT
        repo_id,
        commit_id,
        2 AS reason
    FROM commits
    WHERE is_hotfix

    UNION ALL

    SELECT
        repo_id,
        commit_id,
        3 AS reason
    FROM incidents

    UNION ALL

    SELECT
        named.repo_id,
        named.commit_id,
        4 AS reason
    FROM named
    JOIN facts.tickets AS tickets
        ON tickets.ticket = named.ticket
    WHERE COALESCE(tickets.is_reliability, NOT tickets.is_product)

    UNION ALL

    SELECT
        repo_id,
        commit_id,
        5 AS reason
    FROM operational
)

SELECT
    repo_id,
    commit_id,
    CASE MIN(reason)
        WHEN 1 THEN 'revert'
        WHEN 2 THEN 'hotfix'
        WHEN 3 THEN 'incident'
        WHEN 4 THEN 'ticket'
        ELSE 'operational'
    END AS why
FROM reasons
GROUP BY
    repo_id,
    commit_id
