-- One row per person and ISO week (UTC) with work of these kinds: incidents acknowledged and resolved, each once per person in
-- the week in which they first did so; responses, rostered_responses of which it is known whether the person was on call,
-- off_call_responses while they were not; commits, local_commits whose local time is known, after_hours_commits outside
-- local business hours; tickets resolved, and those of them that are reliability work; acts on tickets, local_acts and
-- after_hours_acts of these likewise. To merge an incident into another is not to resolve it.
WITH responses AS (
    SELECT
        person_id,
        week,
        acknowledged_week,
        resolved_week,
        COUNT(*) AS responses,
        COUNT(is_on_call) AS rostered_responses,
        COUNT(CASE WHEN NOT is_on_call THEN 1 END) AS off_call_responses
    FROM facts.responses
    GROUP BY
        person_id,
        week,
        acknowledged_week,
        resolved_week
),

incident_work AS (
    SELECT
        person_id,
        week,
        CAST(SUM(acknowledgements) AS BIGINT) AS acknowledgements,
        CAST(SUM(resolutions) AS BIGINT) AS resolutions,
        CAST(SUM(responses) AS BIGINT) AS responses,
        CAST(SUM(rostered_responses) AS BIGINT) AS rostered_responses,
        CAST(SUM(off_call_responses) AS BIGINT) AS off_call_responses
    FROM (
        SELECT
            person_id,
            week,
            0 AS acknowledgements,
            0 AS resolutions,
            responses,
            rostered_responses,
            off_call_responses
        FROM responses

        UNION ALL

        SELECT
            person_id,
            acknowledged_week AS week,
            responses AS acknowledgements,
            0 AS resolutions,
            0 AS responses,
            0 AS rostered_responses,
            0 AS off_call_responses
        FROM responses
        WHERE acknowledged_week IS NOT NULL

        UNION ALL

        SELECT
            person_id,
            resolved_week AS week,
            0 AS acknowledgements,
            responses AS resolutions,
            0 AS responses,
            0 AS rostered_responses,
            0 AS off_call_responses
        FROM responses
        WHERE resolved_week IS NOT NULL
    ) AS counts
    GROUP BY
        person_id,
        week
),

counts AS (
    SELECT
        person_id,
        week,
        acknowledgements,
        resolutions,
        responses,
        rostered_responses,
        off_call_responses,
        0 AS commits,
        0 AS local_commits,
        0 AS after_hours_commits,
        0 AS tickets,
        0 AS reliability_tickets,
        0 AS ticket_acts,
        0 AS local_acts,
        0 AS after_hours_acts
    FROM incident_work

    UNION ALL

    SELECT
        person_id,
        week,
        0 AS acknowledgements,
        0 AS resolutions,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        commits,
        local_commits,
        after_hours_commits,
        0 AS tickets,
        0 AS reliability_tickets,
        0 AS ticket_acts,
        0 AS local_acts,
        0 AS after_hours_acts
    FROM facts.commit_hours

    UNION ALL

    SELECT
        person_id,
        week,
        0 AS acknowledgements,
        0 AS resolutions,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        0 AS commits,
        0 AS local_commits,
        0 AS after_hours_commits,
        tickets,
        reliability_tickets,
        0 AS ticket_acts,
        0 AS local_acts,
        0 AS after_hours_acts
    FROM weekly.ticket_work
    WHERE scope = 'org'

    UNION ALL

    SELECT
        person_id,
        week,
        0 AS acknowledgements,
        0 AS resolutions,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        0 AS commits,
        0 AS local_commits,
        0 AS after_hours_commits,
        0 AS tickets,
        0 AS reliability_tickets,
        acts AS ticket_acts,
        local_acts,
        after_hours_acts
    FROM facts.ticket_hours
)

SELECT
    person_id,
    week,
    CAST(SUM(acknowledgements) AS BIGINT) AS acknowledgements,
    CAST(SUM(resolutions) AS BIGINT) AS resolutions,
    CAST(SUM(responses) AS BIGINT) AS responses,
    CAST(SUM(rostered_responses) AS BIGINT) AS rostered_responses,
    CAST(SUM(off_call_responses) AS BIGINT) AS off_call_responses,
    CAST(SUM(commits) AS BIGINT) AS commits,
    CAST(SUM(local_commits) AS BIGINT) AS local_commits,
    CAST(SUM(after_hours_commits) AS BIGINT) AS after_hours_commits,
    CAST(SUM(tickets) AS BIGINT) AS tickets,
    CAST(SUM(reliability_tickets) AS BIGINT) AS reliability_tickets,
    CAST(SUM(ticket_acts) AS BIGINT) AS ticket_acts,
    CAST(SUM(local_acts) AS BIGINT) AS local_acts,
    CAST(SUM(after_hours_acts) AS BIGINT) AS after_hours_acts
FROM counts
GROUP BY
    person_id,
    week
