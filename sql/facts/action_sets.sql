-- One row per set of what a person did to an incident that they responded to, with its number: one bit for each. actions is the list, by the alphabet
-- and with commas: acknowledged, delegated, escalated, joined, noted, reassigned (it was to them), resolved, snoozed, updated.
SELECT
    action_set,
    concat_ws(
        ',',
        CASE WHEN action_set & 1 > 0 THEN 'acknowledged' END,
        CASE WHEN action_set & 2 > 0 THEN 'delegated' END,
        CASE WHEN action_set & 4 > 0 THEN 'escalated' END,
        CASE WHEN action_set & 8 > 0 THEN 'joined' END,
        CASE WHEN action_set & 16 > 0 THEN 'noted' END,
        CASE WHEN action_set & 32 > 0 THEN 'reassigned' END,
        CASE WHEN action_set & 64 > 0 THEN 'resolved' END,
        CASE WHEN action_set & 128 > 0 THEN 'snoozed' END,
        CASE WHEN action_set & 256 > 0 THEN 'updated' END
    ) AS actions
FROM (SELECT DISTINCT action_set FROM facts.responses)
