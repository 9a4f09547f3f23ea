-- One row per service, team and the whole organisation, person and week in which the person resolved a ticket there, over all
-- history. A ticket counts once, in the week of its resolution; one that was opened again does not count until it is resolved
-- again. tickets are all of them, reliability_tickets those of the labels and types of reliability work, or all where
-- none are configured; the first of these was resolved on first_on. Tickets of no service are only in the organisation's.
WITH tickets AS (
    SELECT
        service_id,
        team_id,
        resolver_id AS person_id,
        week,
        COUNT(*) AS tickets,
        COUNT(CASE WHEN COALESCE(is_reliability, TRUE) THEN 1 END) AS reliability_tickets,
        MIN(CASE WHEN COALESCE(is_reliability, TRUE) THEN resolved_on END) AS first_on
    FROM facts.tickets
    WHERE resolver_id IS NOT NULL
        AND resolved_at IS NOT NULL
    GROUP BY
        service_id,
        team_id,
        resolver_id,
        week
),

places AS (
    SELECT
        'service' AS scope,
        services.service AS entity,
        tickets.person_id,
        tickets.week,
        tickets.tickets,
        tickets.reliability_tickets,
        tickets.first_on
    FROM tickets
    JOIN facts.services AS services
        ON services.service_id = tickets.service_id

    UNION ALL

    SELECT
        'team' AS scope,
        teams.team AS entity,
        tickets.person_id,
        tickets.week,
        tickets.tickets,
        tickets.reliability_tickets,
        tickets.first_on
    FROM tickets
    JOIN facts.teams AS teams
        ON teams.team_id = tickets.team_id

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        person_id,
        week,
        tickets,
        reliability_tickets,
        first_on
    FROM tickets
)

SELECT
    scope,
    entity,
    person_id,
    week,
    CAST(SUM(tickets) AS BIGINT) AS tickets,
    CAST(SUM(reliability_tickets) AS BIGINT) AS reliability_tickets,
    MIN(first_on) AS first_on
FROM places
GROUP BY
    scope,
    entity,
    person_id,
    week
