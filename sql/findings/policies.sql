-- One row per escalation policy of which a roster is known, with a number for it.
SELECT
    policy,
    CAST(ROW_NUMBER() OVER (ORDER BY policy) AS INTEGER) AS policy_id
FROM facts.on_call
GROUP BY
    policy
