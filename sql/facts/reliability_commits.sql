-- One row per commit that is reliability work, merges aside, with why, the first of: revert, of another commit; hotfix, as the
-- subject says, or that it fixes an incident, an outage or production; incident, it names the number of one or its id; ticket, it
-- names a ticket of reliability work; operational, it changes a path of alerts, runbooks, deployment, infrastructure or CI.
-- Where no labels or types of reliability work are configured, every ticket that is not product work makes one. Only
-- subjects are read: the rest of a message is not stored.
WITH known AS (
    SELECT
        (SELECT COUNT(*) FROM facts.incident_keys) > 0 AS has_incidents,
        (SELECT COUNT(*) FROM facts.ticket_keys) > 0 AS has_tickets
),

-- Of ten million subjects few can match: finding a word costs a tenth of what a pattern does, so that comes first.
looked_at AS (
    SELECT
        subjects.repo_id,
        subjects.commit_id,
        subjects.subject,
        CASE
            WHEN starts_with(subjects.lower_subject, 'revert')
                THEN regexp_matches(subjects.subject, '^[Rr]evert(:|\b.*")|^[Rr]evert\(')
            ELSE FALSE
        END AS is_revert,
        CASE
            WHEN contains(subjects.lower_subject, 'hot')
                OR (contains(subjects.lower_subject, 'fix') AND (
                    contains(subjects.lower_subject, 'incident')
                    OR contains(subjects.lower_subject, 'outage')
                    OR contains(subjects.lower_subject, 'prod')
                    OR contains(subjects.lower_subject, 'sev')
                ))
                THEN regexp_matches(
                    subjects.lower_subject, '\bhot[ _-]?fix|\bfix(es|ed|ing)?\b.*\b(incident|outage|production|prod|sev ?-?[0-3])\b'
                )
            ELSE FALSE
        END AS is_hotfix,
        CASE
            WHEN known.has_incidents
                THEN regexp_matches(subjects.subject, '(?i)\b(incident|inc|pagerduty|pd)\b|\b[PQR][0-9A-Z]{6,}\b')
            ELSE FALSE
        END AS may_name_incident,
        CASE
            WHEN known.has_tickets AND contains(subjects.subject, '-')
                THEN regexp_matches(subjects.subject, '[A-Z][A-Z0-9_]+-[1-9]')
            ELSE FALSE
        END AS may_name_ticket
    FROM (
        SELECT
            repo_id,
            commit_id,
            subject,
            lower(subject) AS lower_subject
        FROM staging.git_commits
        WHERE parents <= 1
    ) AS subjects
    CROSS JOIN known
),

commits AS (
    SELECT
        repo_id,
        commit_id,
        subject,
        is_revert,
        is_hotfix,
        may_name_incident,
        may_name_ticket
    FROM looked_at
    WHERE is_revert
        OR is_hotfix
        OR may_name_incident
        OR may_name_ticket
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
