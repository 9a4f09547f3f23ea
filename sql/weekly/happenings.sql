-- One row per service and week in which incidents were opened there, one where somebody was paged, and one where somebody
-- responded for the first time to an incident, over all history: each has the counts of its own, and zeros. service_id is 0 for
-- what belongs to no service. first_on is the day of the week's first incident, NULL in the others' rows.
--
-- Of the pages: unowned_pages are on services without a team, named_pages have a person, local_pages a local time. Of the
-- responses: rostered_responses are those of which it is known whether the person was on call, off_call_responses by
-- people who were not, owned_responses those of which it is known whether the person was in the owning team,
-- cross_team_responses by people who were not. unnamed_incidents had an action that nobody is named for.
SELECT
    COALESCE(service_id, 0) AS service_id,
    week,
    MIN(created_on) AS first_on,
    CAST(COUNT(*) AS INTEGER) AS incidents,
    CAST(COALESCE(SUM(reassignments), 0) AS INTEGER) AS reassignments,
    CAST(COALESCE(SUM(escalations), 0) AS INTEGER) AS escalations,
    CAST(COUNT(CASE WHEN has_runbook THEN 1 END) AS INTEGER) AS incidents_with_runbook,
    CAST(COUNT(CASE WHEN is_unnamed THEN 1 END) AS INTEGER) AS unnamed_incidents,
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
    COALESCE(service_id, 0),
    week

UNION ALL

SELECT
    COALESCE(service_id, 0) AS service_id,
    week,
    NULL AS first_on,
    0 AS incidents,
    0 AS reassignments,
    0 AS escalations,
    0 AS incidents_with_runbook,
    0 AS unnamed_incidents,
    CAST(COUNT(*) AS INTEGER) AS pages,
    CAST(COUNT(CASE WHEN team_id IS NULL THEN 1 END) AS INTEGER) AS unowned_pages,
    CAST(COUNT(person_id) AS INTEGER) AS named_pages,
    CAST(COUNT(local_at) AS INTEGER) AS local_pages,
    0 AS responses,
    0 AS rostered_responses,
    0 AS off_call_responses,
    0 AS owned_responses,
    0 AS cross_team_responses
FROM facts.pages
GROUP BY
    COALESCE(service_id, 0),
    week

UNION ALL

SELECT
    COALESCE(service_id, 0) AS service_id,
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
    CAST(COUNT(*) AS INTEGER) AS responses,
    CAST(COUNT(is_on_call) AS INTEGER) AS rostered_responses,
    CAST(COUNT(CASE WHEN NOT is_on_call THEN 1 END) AS INTEGER) AS off_call_responses,
    CAST(COUNT(is_cross_team) AS INTEGER) AS owned_responses,
    CAST(COUNT(CASE WHEN is_cross_team THEN 1 END) AS INTEGER) AS cross_team_responses
FROM facts.responses
GROUP BY
    COALESCE(service_id, 0),
    week
