-- One row per escalation policy of which a roster is known.
SELECT
    policies.policy,
    policies.policy_id
FROM facts.policies AS policies
WHERE policies.policy IN (SELECT policy FROM facts.on_call)
