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
        CAST(SUM(incidents) AS BIGINT) AS incidents,
        CAST(SUM(reassignments) AS BIGINT) AS reassignments,
        CAST(SUM(escalations) AS BIGINT) AS escalations,
        CAST(SUM(incidents_with_runbook) AS BIGINT) AS incidents_with_runbook,
        CAST(SUM(unnamed_incidents) AS BIGINT) AS unnamed_incidents,
        CAST(SUM(pages) AS BIGINT) AS pages,
        CAST(SUM(unowned_pages) AS BIGINT) AS unowned_pages,
        CAST(SUM(named_pages) AS BIGINT) AS named_pages,
        CAST(SUM(local_pages) AS BIGINT) AS local_pages,
        CAST(SUM(responses) AS BIGINT) AS responses,
        CAST(SUM(rostered_responses) AS BIGINT) AS rostered_responses,
        CAST(SUM(off_call_responses) AS BIGINT) AS off_call_responses,
        CAST(SUM(owned_responses) AS BIGINT) AS owned_responses,
        CAST(SUM(cross_team_responses) AS BIGINT) AS cross_team_responses
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
        CAST(SUM(counts.incidents) AS BIGINT) AS incidents,
        CAST(SUM(counts.reassignments) AS BIGINT) AS reassignments,
        CAST(SUM(counts.escalations) AS BIGINT) AS escalations,
        CAST(SUM(counts.incidents_with_runbook) AS BIGINT) AS incidents_with_runbook,
        CAST(SUM(counts.unnamed_incidents) AS BIGINT) AS unnamed_incidents,
        CAST(SUM(counts.pages) AS BIGINT) AS pages,
        CAST(SUM(counts.unowned_pages) AS BIGINT) AS unowned_pages,
        CAST(SUM(counts.named_pages) AS BIGINT) AS named_pages,
        CAST(SUM(counts.local_pages) AS BIGINT) AS local_pages,
        CAST(SUM(counts.responses) AS BIGINT) AS responses,
        CAST(SUM(counts.rostered_responses) AS BIGINT) AS rostered_responses,
        CAST(SUM(counts.off_call_responses) AS BIGINT) AS off_call_responses,
        CAST(SUM(counts.owned_responses) AS BIGINT) AS owned_responses,
        CAST(SUM(counts.cross_team_responses) AS BIGINT) AS cross_team_responses
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
        CAST(SUM(incidents) AS BIGINT) AS incidents,
        CAST(SUM(reassignments) AS BIGINT) AS reassignments,
        CAST(SUM(escalations) AS BIGINT) AS escalations,
        CAST(SUM(incidents_with_runbook) AS BIGINT) AS incidents_with_runbook,
        CAST(SUM(unnamed_incidents) AS BIGINT) AS unnamed_incidents,
        CAST(SUM(pages) AS BIGINT) AS pages,
        CAST(SUM(unowned_pages) AS BIGINT) AS unowned_pages,
        CAST(SUM(named_pages) AS BIGINT) AS named_pages,
        CAST(SUM(local_pages) AS BIGINT) AS local_pages,
        CAST(SUM(responses) AS BIGINT) AS responses,
        CAST(SUM(rostered_responses) AS BIGINT) AS rostered_responses,
        CAST(SUM(off_call_responses) AS BIGINT) AS off_call_responses,
        CAST(SUM(owned_responses) AS BIGINT) AS owned_responses,
        CAST(SUM(cross_team_responses) AS BIGINT) AS cross_team_responses
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

-- What happens enters the sums in its week and leaves them 13 weeks later.
changes AS (
    SELECT
        place_id,
        week,
        0 AS is_kept,
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
    FROM events

    UNION ALL

    SELECT
        place_id,
        week + 13 * 7 AS week,
        0 AS is_kept,
        -incidents AS incidents,
        -reassignments AS reassignments,
        -escalations AS escalations,
        -incidents_with_runbook AS incidents_with_runbook,
        -unnamed_incidents AS unnamed_incidents,
        -pages AS pages,
        -unowned_pages AS unowned_pages,
        -named_pages AS named_pages,
        -local_pages AS local_pages,
        -responses AS responses,
        -rostered_responses AS rostered_responses,
        -off_call_responses AS off_call_responses,
        -owned_responses AS owned_responses,
        -cross_team_responses AS cross_team_responses
    FROM events

    UNION ALL

    SELECT
        firsts.place_id,
        weeks.week,
        1 AS is_kept,
        0 AS incidents,
        0 AS reassignments,
        0 AS escalations,
        0 AS incidents_with_runbook,
        0 AS unnamed_incidents,
        0 AS pages,
        0 AS unowned_pages,
        0 AS named_pages,
        0 AS local_pages,
        0 AS responses,
        0 AS rostered_responses,
        0 AS off_call_responses,
        0 AS owned_responses,
        0 AS cross_team_responses
    FROM firsts
    JOIN weekly.weeks AS weeks
        ON weeks.week + 7 > firsts.first_on
),

sums AS (
    SELECT
        place_id,
        week,
        MAX(is_kept) AS is_kept,
        SUM(CAST(SUM(incidents) AS INTEGER)) OVER so_far AS incidents,
        SUM(CAST(SUM(reassignments) AS INTEGER)) OVER so_far AS reassignments,
        SUM(CAST(SUM(escalations) AS INTEGER)) OVER so_far AS escalations,
        SUM(CAST(SUM(incidents_with_runbook) AS INTEGER)) OVER so_far AS incidents_with_runbook,
        SUM(CAST(SUM(unnamed_incidents) AS INTEGER)) OVER so_far AS unnamed_incidents,
        SUM(CAST(SUM(pages) AS INTEGER)) OVER so_far AS pages,
        SUM(CAST(SUM(unowned_pages) AS INTEGER)) OVER so_far AS unowned_pages,
        SUM(CAST(SUM(named_pages) AS INTEGER)) OVER so_far AS named_pages,
        SUM(CAST(SUM(local_pages) AS INTEGER)) OVER so_far AS local_pages,
        SUM(CAST(SUM(responses) AS INTEGER)) OVER so_far AS responses,
        SUM(CAST(SUM(rostered_responses) AS INTEGER)) OVER so_far AS rostered_responses,
        SUM(CAST(SUM(off_call_responses) AS INTEGER)) OVER so_far AS off_call_responses,
        SUM(CAST(SUM(owned_responses) AS INTEGER)) OVER so_far AS owned_responses,
        SUM(CAST(SUM(cross_team_responses) AS INTEGER)) OVER so_far AS cross_team_responses
    FROM changes
    GROUP BY
        place_id,
        week
    WINDOW so_far AS (
        PARTITION BY place_id
        ORDER BY week
        ROWS UNBOUNDED PRECEDING
    )
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
    sums.week,
    CAST(sums.week + 7 - firsts.first_on AS INTEGER) AS days_of_data,
    CAST(sums.incidents AS BIGINT) AS incidents,
    CAST(sums.reassignments AS BIGINT) AS reassignments,
    CAST(sums.escalations AS BIGINT) AS escalations,
    CAST(sums.incidents_with_runbook AS BIGINT) AS incidents_with_runbook,
    CAST(sums.unnamed_incidents AS BIGINT) AS unnamed_incidents,
    CAST(sums.pages AS BIGINT) AS pages,
    CAST(sums.unowned_pages AS BIGINT) AS unowned_pages,
    CAST(sums.named_pages AS BIGINT) AS named_pages,
    CAST(sums.local_pages AS BIGINT) AS local_pages,
    CAST(sums.responses AS BIGINT) AS responses,
    CAST(sums.rostered_responses AS BIGINT) AS rostered_responses,
    CAST(sums.off_call_responses AS BIGINT) AS off_call_responses,
    CAST(sums.owned_responses AS BIGINT) AS owned_responses,
    CAST(sums.cross_team_responses AS BIGINT) AS cross_team_responses
FROM sums
JOIN firsts
    ON firsts.place_id = sums.place_id
JOIN places
    ON places.place_id = sums.place_id
WHERE sums.is_kept = 1
