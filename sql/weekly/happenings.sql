-- One row per service and week in which something happened there, over all history; service_id is 0 for what belongs to no
-- service. Incidents count in the week in which they were opened, pages in theirs, responses in that of the person's first
-- action. first_on is the day of the week's first incident, NULL where there was none.
--
-- Of the pages: unowned_pages are on services without a team, named_pages have a person, local_pages a local time. Of the
-- responses: rostered_responses are those of which it is known whether the person was on call, off_call_responses by
-- people who were not, owned_responses those of which it is known whether the person was in the owning team,
-- cross_team_responses by people who were not. unnamed_incidents had an action that nobody is named for.
WITH parts AS (
    SELECT
        service_id,
        week,
        MIN(created_on) AS first_on,
        COUNT(*) AS incidents,
        COALESCE(SUM(reassignments), 0) AS reassignments,
        COALESCE(SUM(escalations), 0) AS escalations,
        COUNT(CASE WHEN has_runbook THEN 1 END) AS incidents_with_runbook,
        COUNT(CASE WHEN is_unnamed THEN 1 END) AS unnamed_incidents,
        0 AS pages,
        0 AS unowned_pages,
        0 AS named_pages,
        0 AS local_pages,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        0 AS owned_responses,
        0 AS cross_team_responses
    FROM facts.incidents
    GROUP BY
        service_id,
        week

    UNION ALL

    SELECT
        service_id,
        week,
        NULL AS first_on,
        0 AS incidents,
        0 AS reassignments,
        0 AS escalations,
        0 AS incidents_with_runbook,
        0 AS unnamed_incidents,
        COUNT(*) AS pages,
        COUNT(CASE WHEN team_id IS NULL THEN 1 END) AS unowned_pages,
        COUNT(person_id) AS named_pages,
        COUNT(local_at) AS local_pages,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        0 AS owned_responses,
        0 AS cross_team_responses
    FROM facts.pages
    GROUP BY
        service_id,
        week

    UNION ALL

    SELECT
        service_id,
        week,
        NULL AS first_on,
        0 AS incidents,
        0 AS reassignments,
        0 AS escalations,
        0 AS incidents_with_runbook,
        0 AS unnamed_incidents,
        0 AS pages,
        0 AS unowned_pages,
        0 AS named_pages,
        0 AS local_pages,
        COUNT(*) AS responses,
        COUNT(is_on_call) AS rostered_responses,
        COUNT(CASE WHEN NOT is_on_call THEN 1 END) AS off_call_responses,
        COUNT(is_cross_team) AS owned_responses,
        COUNT(CASE WHEN is_cross_team THEN 1 END) AS cross_team_responses
    FROM facts.responses
    GROUP BY
        service_id,
        week
)

SELECT
    COALESCE(service_id, 0) AS service_id,
    week,
    MIN(first_on) AS first_on,
    CAST(SUM(incidents) AS INTEGER) AS incidents,
    CAST(SUM(reassignments) AS INTEGER) AS reassignments,
    CAST(SUM(escalations) AS INTEGER) AS escalations,
    CAST(SUM(incidents_with_runbook) AS INTEGER) AS incidents_with_runbook,
    CAST(SUM(unnamed_incidents) AS INTEGER) AS unnamed_incidents,
    CAST(SUM(pages) AS INTEGER) AS pages,
    CAST(SUM(unowned_pages) AS INTEGER) AS unowned_pages,
    CAST(SUM(named_pages) AS INTEGER) AS named_pages,
    CAST(SUM(local_pages) AS INTEGER) AS local_pages,
    CAST(SUM(responses) AS INTEGER) AS responses,
    CAST(SUM(rostered_responses) AS INTEGER) AS rostered_responses,
    CAST(SUM(off_call_responses) AS INTEGER) AS off_call_responses,
    CAST(SUM(owned_responses) AS INTEGER) AS owned_responses,
    CAST(SUM(cross_team_responses) AS INTEGER) AS cross_team_responses
FROM parts
GROUP BY
    COALESCE(service_id, 0),
    week
