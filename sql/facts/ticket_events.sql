-- One row per thing that somebody did to a ticket. event is created, by who reported it; commented; or one of those of
-- facts.ticket_changes. person_id is NULL where a bot did it, or the source does not say who. other_person_id is whom a ticket
-- was assigned to; of a comment and of the creation, who had it at that moment; NULL where that is nobody. Deleted comments
-- are not here.
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

said AS (
    SELECT
        ticket_id,
        assignee_account,
        reporter_account AS account,
        created_at AS happened_at,
        'created' AS event
    FROM facts.ticket_keys

    UNION ALL

    SELECT
        keys.ticket_id,
        keys.assignee_account,
        comments.author_id AS account,
        comments.created_at AS happened_at,
        'commented' AS event
    FROM staging.jira_comments AS comments
    JOIN facts.ticket_keys AS keys
        ON keys.issue_id = comments.issue_id
    WHERE NOT COALESCE(comments.is_deleted, FALSE)
),

-- A ticket is with whom the next change takes it from; after the last one, with its assignee.
handovers AS (
    SELECT
        ticket_id,
        happened_at,
        from_person_id
    FROM facts.ticket_changes
    WHERE event = 'assigned'
),

events AS (
    SELECT
        ticket_id,
        person_id,
        happened_at,
        event,
        to_person_id AS other_person_id
    FROM facts.ticket_changes

    UNION ALL

    SELECT
        said.ticket_id,
        authors.person_id,
        said.happened_at,
        said.event,
        CASE WHEN handovers.ticket_id IS NULL THEN assignees.person_id ELSE handovers.from_person_id END AS other_person_id
    FROM said
    LEFT JOIN accounts AS authors
        ON authors.account = said.account
    LEFT JOIN accounts AS assignees
        ON assignees.account = said.assignee_account
    ASOF LEFT JOIN handovers
        ON handovers.ticket_id = said.ticket_id
        AND handovers.happened_at > said.happened_at
)

SELECT
    ticket_id,
    person_id,
    happened_at,
    event,
    other_person_id,
    make_timestamp(epoch_us(happened_at))::DATE AS happened_on,
    date_trunc('week', make_timestamp(epoch_us(happened_at)))::DATE AS week
FROM events
