-- One row per person and ISO week (UTC) with work of these kinds: incidents acknowledged and resolved, each once per person in
-- the week in which they first did so; responses, rostered_responses of which it is known whether the person was on call,
-- off_call_responses while they were not; commits, local_commits whose local time is known, after_hours_commits outside
-- local business hours; tickets resolved, and those of them that are reliability work; acts on tickets, local_acts and
-- after_hours_acts of these likewise. To merge an incident into another is not to resolve it.
--
-- Most are acknowledged and resolved in the week of the response: only the others are counted apart. What there is of each kind has one
-- row per person and week, so that they are joined and not grouped again.
WITH responses AS (
    SELECT
        person_id,
        week,
        COUNT(*) AS responses,
        COUNT(is_on_call) AS rostered_responses,
        COUNT(CASE WHEN NOT is_on_call THEN 1 END) AS off_call_responses,
        COUNT(CASE WHEN acknowledged_week = week THEN 1 END) AS acknowledgements,
        COUNT(CASE WHEN resolved_week = week THEN 1 END) AS resolutions
    FROM facts.responses
    GROUP BY
        person_id,
        week
),

later_acknowledgements AS (
    SELECT
        person_id,
        acknowledged_week AS week,
        COUNT(*) AS acknowledgements
    FROM facts.responses
    WHERE acknowledged_week <> week
    GROUP BY
        person_id,
        acknowledged_week
),

later_resolutions AS (
    SELECT
        person_id,
        resolved_week AS week,
        COUNT(*) AS resolutions
    FROM facts.responses
    WHERE resolved_week <> week
    GROUP BY
        person_id,
        resolved_week
),

tickets AS (
    SELECT
        person_id,
        week,
        tickets,
        reliability_tickets
    FROM weekly.ticket_work
    WHERE scope = 'org'
)

SELECT
    COALESCE(responses.person_id, later_acknowledgements.person_id, later_resolutions.person_id, commits.person_id, tickets.person_id, acts.person_id) AS person_id,
    COALESCE(responses.week, later_acknowledgements.week, later_resolutions.week, commits.week, tickets.week, acts.week) AS week,
    CAST(COALESCE(responses.acknowledgements, 0) + COALESCE(later_acknowledgements.acknowledgements, 0) AS BIGINT) AS acknowledgements,
    CAST(COALESCE(responses.resolutions, 0) + COALESCE(later_resolutions.resolutions, 0) AS BIGINT) AS resolutions,
    CAST(COALESCE(responses.responses, 0) AS BIGINT) AS responses,
    CAST(COALESCE(responses.rostered_responses, 0) AS BIGINT) AS rostered_responses,
    CAST(COALESCE(responses.off_call_responses, 0) AS BIGINT) AS off_call_responses,
    CAST(COALESCE(commits.commits, 0) AS BIGINT) AS commits,
    CAST(COALESCE(commits.local_commits, 0) AS BIGINT) AS local_commits,
    CAST(COALESCE(commits.after_hours_commits, 0) AS BIGINT) AS after_hours_commits,
    CAST(COALESCE(tickets.tickets, 0) AS BIGINT) AS tickets,
    CAST(COALESCE(tickets.reliability_tickets, 0) AS BIGINT) AS reliability_tickets,
    CAST(COALESCE(acts.acts, 0) AS BIGINT) AS ticket_acts,
    CAST(COALESCE(acts.local_acts, 0) AS BIGINT) AS local_acts,
    CAST(COALESCE(acts.after_hours_acts, 0) AS BIGINT) AS after_hours_acts
FROM responses
FULL JOIN later_acknowledgements
    ON later_acknowledgements.person_id = responses.person_id
    AND later_acknowledgements.week = responses.week
FULL JOIN later_resolutions
    ON later_resolutions.person_id = COALESCE(responses.person_id, later_acknowledgements.person_id)
    AND later_resolutions.week = COALESCE(responses.week, later_acknowledgements.week)
FULL JOIN facts.commit_hours AS commits
    ON commits.person_id = COALESCE(responses.person_id, later_acknowledgements.person_id, later_resolutions.person_id)
    AND commits.week = COALESCE(responses.week, later_acknowledgements.week, later_resolutions.week)
FULL JOIN tickets
    ON tickets.person_id = COALESCE(responses.person_id, later_acknowledgements.person_id, later_resolutions.person_id, commits.person_id)
    AND tickets.week = COALESCE(responses.week, later_acknowledgements.week, later_resolutions.week, commits.week)
FULL JOIN facts.ticket_hours AS acts
    ON acts.person_id = COALESCE(responses.person_id, later_acknowledgements.person_id, later_resolutions.person_id, commits.person_id, tickets.person_id)
    AND acts.week = COALESCE(responses.week, later_acknowledgements.week, later_resolutions.week, commits.week, tickets.week)
