-- One row per person, kept week and norm of load or rest that was passed in it, with the value that passed it; norms that were
-- kept, or of which it is not known, have none. is_over_norm of weekly.person_load says whether there is any.
SELECT
    person_id,
    week,
    'rest_gaps' AS norm,
    CAST(rest_gaps AS DOUBLE) AS value
FROM weekly.person_load
WHERE rest_gaps > 0

UNION ALL

SELECT
    person_id,
    week,
    'on_call_hours' AS norm,
    on_call_hours_in_month AS value
FROM weekly.person_load
WHERE on_call_hours_in_month > 192

UNION ALL

SELECT
    person_id,
    week,
    'on_call_share' AS norm,
    on_call_share_in_window AS value
FROM weekly.person_load
WHERE on_call_share_in_window > 0.25

UNION ALL

SELECT
    person_id,
    week,
    'on_call_days_in_a_row' AS norm,
    CAST(on_call_days_in_a_row AS DOUBLE) AS value
FROM weekly.person_load
WHERE on_call_days_in_a_row > 6

UNION ALL

-- Whole incidents against hours: no quotient that rounding could carry over the norm.
SELECT
    person_id,
    week,
    'incidents_per_shift' AS norm,
    incidents_per_shift AS value
FROM weekly.person_load
WHERE on_call_hours >= 12
    AND incidents * 6 > on_call_hours
