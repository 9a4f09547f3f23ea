-- One row per edit of a ticket and kind of event in it: resolved and reopened, where its status came into the category done and
-- left it; assigned; prioritised, where its priority or rank changed; linked; and changed for an edit of which the first field
-- is anything else. From one done status to another is changed, not resolved. person_id is NULL where a bot did it, or the
-- source does not say who. Of an assignment from_person_id and to_person_id are who had the ticket and who got it, NULL for
-- nobody. change_id and item put in order what happened at the same moment.
--
-- The category of a status is that of its id; of a status that is no more, that of all statuses of its name; else its
-- name has to say it.
WITH accounts AS (
    SELECT
        identities.account,
        MIN(identities.person_id) AS person_id
    FROM facts.identities AS identities
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE identities.source = 'jira'
        AND NOT people.is_bot
    GROUP BY
        identities.account
),

-- Where categories of one name differ, some tickets of that status are not done.
names AS (
    SELECT
        lower(name) AS name,
        bool_and(category = 'done') AS is_done
    FROM staging.jira_statuses
    GROUP BY
        lower(name)
),

changes AS (
    SELECT
        issue_id,
        TRY_CAST(history_id AS BIGINT) AS change_id,
        item,
        author_id,
        happened_at,
        lower(field) AS field,
        from_value,
        lower(from_text) AS from_text,
        to_value,
        lower(to_text) AS to_text
    FROM staging.jira_changes
),

read_changes AS (
    SELECT
        keys.ticket_id,
        changes.change_id,
        changes.item,
        changes.author_id,
        changes.happened_at,
        changes.field,
        CASE WHEN changes.field = 'assignee' THEN changes.from_value END AS from_account,
        CASE WHEN changes.field = 'assignee' THEN changes.to_value END AS to_account,
        COALESCE(
            statuses_before.category = 'done',
            names_before.is_done,
            changes.from_text IN ('done', 'closed', 'resolved', 'completed', 'fixed', 'released', 'cancelled', 'rejected', 'won''t do'),
            FALSE
        ) AS was_done,
        COALESCE(
            statuses_after.category = 'done',
            names_after.is_done,
            changes.to_text IN ('done', 'closed', 'resolved', 'completed', 'fixed', 'released', 'cancelled', 'rejected', 'won''t do'),
            FALSE
        ) AS is_done
    FROM changes
    JOIN facts.ticket_keys AS keys
        ON keys.issue_id = changes.issue_id
    LEFT JOIN staging.jira_statuses AS statuses_before
        ON statuses_before.status_id = CASE WHEN changes.field = 'status' THEN changes.from_value END
    LEFT JOIN staging.jira_statuses AS statuses_after
        ON statuses_after.status_id = CASE WHEN changes.field = 'status' THEN changes.to_value END
    LEFT JOIN names AS names_before
        ON names_before.name = CASE WHEN changes.field = 'status' THEN changes.from_text END
    LEFT JOIN names AS names_after
        ON names_after.name = CASE WHEN changes.field = 'status' THEN changes.to_text END
),

events AS (
    SELECT
        ticket_id,
        change_id,
        item,
        author_id,
        happened_at,
        from_account,
        to_account,
        CASE
            WHEN field = 'assignee' THEN 'assigned'
            WHEN field IN ('priority', 'rank') THEN 'prioritised'
            WHEN field = 'link' THEN 'linked'
            WHEN field = 'status' AND is_done AND NOT was_done THEN 'resolved'
            WHEN field = 'status' AND was_done AND NOT is_done THEN 'reopened'
            WHEN item = 1 THEN 'changed'
        END AS event
    FROM read_changes
)

SELECT
    events.ticket_id,
    authors.person_id,
    events.happened_at,
    events.event,
    givers.person_id AS from_person_id,
    takers.person_id AS to_person_id,
    events.change_id,
    events.item
FROM events
LEFT JOIN accounts AS authors
    ON authors.account = events.author_id
LEFT JOIN accounts AS givers
    ON givers.account = events.from_account
LEFT JOIN accounts AS takers
    ON takers.account = events.to_account
WHERE events.event IS NOT NULL
