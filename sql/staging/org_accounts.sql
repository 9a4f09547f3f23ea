-- One row per account or e-mail address of a declared person. source is that of the account: pagerduty, jira, git or email;
-- declared_by is the source that says whose it is.
SELECT
    person,
    kind   AS source,
    account,
    source AS declared_by,
    place
FROM raw.org_accounts
