-- One row per ticket that is still there: ticket_id stands for Jira's id in the large tables. The id stays when a ticket moves
-- to another project and its key changes. Tickets deleted in Jira are not here, nor in any table below. With it are the
-- accounts that the events of the ticket begin and end with.
SELECT
    ROW_NUMBER() OVER (ORDER BY issue_id)::INTEGER AS ticket_id,
    issue_id,
    COALESCE(reporter_id, creator_id) AS reporter_account,
    assignee_id AS assignee_account,
    created_at
FROM staging.jira_issues
WHERE NOT COALESCE(is_deleted, FALSE)
