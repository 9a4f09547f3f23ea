-- One row per service, team and the whole organisation and kept week since the first incident: what happened in the 13 weeks
-- that end with the week. A quiet week has zeros. A team has what its services have; services that nobody owns are only in
-- the organisation. Incidents count in the week in which they were opened, pages in theirs, responses in that of the
-- person's first action. days_of_data are the days from the first incident to the week's Sunday, both included.
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
        CAST(SUM(reassignments) AS BIGINT) AS reassignments,
        CAST(SUM(escalations) AS BIGINT) AS escalations,
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
),

-- A row per service and week. What follows is long, so places are numbered: services by their keys, teams by theirs below
-- zero, and the organisation, with what belongs to no service, is 0.
counts AS (
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
),

events AS (
    SELECT
        service_id AS place_id,
        week,
        first_on,
        incidents,
        reassignments,
        escalations,
        incidents_with_runbook,
        unnamed_incidents,
        pages,
        unowned_pages,
        named_pages,
        local_pages,
        responses,
        rostered_responses,
        off_call_responses,
        owned_responses,
        cross_team_responses
    FROM counts
    WHERE service_id <> 0

    UNION ALL

    SELECT
        -services.team_id AS place_id,
        counts.week,
        MIN(counts.first_on) AS first_on,
        CAST(SUM(counts.incidents) AS INTEGER) AS incidents,
        CAST(SUM(counts.reassignments) AS INTEGER) AS reassignments,
        CAST(SUM(counts.escalations) AS INTEGER) AS escalations,
        CAST(SUM(counts.incidents_with_runbook) AS INTEGER) AS incidents_with_runbook,
        CAST(SUM(counts.unnamed_incidents) AS INTEGER) AS unnamed_incidents,
        CAST(SUM(counts.pages) AS INTEGER) AS pages,
        CAST(SUM(counts.unowned_pages) AS INTEGER) AS unowned_pages,
        CAST(SUM(counts.named_pages) AS INTEGER) AS named_pages,
        CAST(SUM(counts.local_pages) AS INTEGER) AS local_pages,
        CAST(SUM(counts.responses) AS INTEGER) AS responses,
        CAST(SUM(counts.rostered_responses) AS INTEGER) AS rostered_responses,
        CAST(SUM(counts.off_call_responses) AS INTEGER) AS off_call_responses,
        CAST(SUM(counts.owned_responses) AS INTEGER) AS owned_responses,
        CAST(SUM(counts.cross_team_responses) AS INTEGER) AS cross_team_responses
    FROM counts
    JOIN facts.services AS services
        ON services.service_id = counts.service_id
    WHERE services.team_id IS NOT NULL
    GROUP BY
        -services.team_id,
        counts.week

    UNION ALL

    SELECT
        0 AS place_id,
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
    FROM counts
    GROUP BY
        week
),

firsts AS (
    SELECT
        place_id,
        MIN(first_on) AS first_on
    FROM events
    GROUP BY
        place_id
),

days AS (
    SELECT
        later
    FROM (VALUES (0), (7), (14), (21), (28), (35), (42), (49), (56), (63), (70), (77), (84)) AS days (later)
),

kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

-- What happens in a week is in the sums of 13. So many sums take less time that way than as running ones.
sums AS (
    SELECT
        events.place_id,
        events.week + days.later AS week,
        CAST(SUM(events.incidents) AS BIGINT) AS incidents,
        CAST(SUM(events.reassignments) AS BIGINT) AS reassignments,
        CAST(SUM(events.escalations) AS BIGINT) AS escalations,
        CAST(SUM(events.incidents_with_runbook) AS BIGINT) AS incidents_with_runbook,
        CAST(SUM(events.unnamed_incidents) AS BIGINT) AS unnamed_incidents,
        CAST(SUM(events.pages) AS BIGINT) AS pages,
        CAST(SUM(events.unowned_pages) AS BIGINT) AS unowned_pages,
        CAST(SUM(events.named_pages) AS BIGINT) AS named_pages,
        CAST(SUM(events.local_pages) AS BIGINT) AS local_pages,
        CAST(SUM(events.responses) AS BIGINT) AS responses,
        CAST(SUM(events.rostered_responses) AS BIGINT) AS rostered_responses,
        CAST(SUM(events.off_call_responses) AS BIGINT) AS off_call_responses,
        CAST(SUM(events.owned_responses) AS BIGINT) AS owned_responses,
        CAST(SUM(events.cross_team_responses) AS BIGINT) AS cross_team_responses
    FROM events
    CROSS JOIN days
    CROSS JOIN kept
    WHERE events.week + days.later >= kept.first_week
        AND events.week + days.later <= kept.last_week
    GROUP BY
        events.place_id,
        events.week + days.later
),

places AS (
    SELECT
        service_id AS place_id,
        'service' AS scope,
        service AS entity
    FROM facts.services

    UNION ALL

    SELECT
        -team_id AS place_id,
        'team' AS scope,
        team AS entity
    FROM facts.teams

    UNION ALL

    SELECT
        0 AS place_id,
        'org' AS scope,
        'organisation' AS entity
)

SELECT
    places.scope,
    places.entity,
    weeks.week,
    CAST(weeks.week + 7 - firsts.first_on AS INTEGER) AS days_of_data,
    COALESCE(sums.incidents, 0) AS incidents,
    COALESCE(sums.reassignments, 0) AS reassignments,
    COALESCE(sums.escalations, 0) AS escalations,
    COALESCE(sums.incidents_with_runbook, 0) AS incidents_with_runbook,
    COALESCE(sums.unnamed_incidents, 0) AS unnamed_incidents,
    COALESCE(sums.pages, 0) AS pages,
    COALESCE(sums.unowned_pages, 0) AS unowned_pages,
    COALESCE(sums.named_pages, 0) AS named_pages,
    COALESCE(sums.local_pages, 0) AS local_pages,
    COALESCE(sums.responses, 0) AS responses,
    COALESCE(sums.rostered_responses, 0) AS rostered_responses,
    COALESCE(sums.off_call_responses, 0) AS off_call_responses,
    COALESCE(sums.owned_responses, 0) AS owned_responses,
    COALESCE(sums.cross_team_responses, 0) AS cross_team_responses
FROM firsts
JOIN weekly.weeks AS weeks
    ON weeks.week + 7 > firsts.first_on
JOIN places
    ON places.place_id = firsts.place_id
LEFT JOIN sums
    ON sums.place_id = firsts.place_id
    AND sums.week = weeks.week
