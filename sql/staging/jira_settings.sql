-- One row per label or type of ticket that the config says is reliability work, or comes from customers.
SELECT
    kind,  -- reliability_label, reliability_type, customer_label, customer_type
    value
FROM raw.jira_settings
