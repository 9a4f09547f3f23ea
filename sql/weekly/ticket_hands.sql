-- One row per service, team and the whole organisation, person and week in which the person had a hand in a ticket there: it
-- was assigned to them, or they resolved it; or they wrote, edited or commented on a post-incident review. Who only commented
-- on another ticket is not here: where trackers are open, most of those are users.
WITH hands AS (
    SELECT
        events.ticket_id,
        CASE WHEN events.event IN ('assigned', 'created') THEN events.other_person_id ELSE events.person_id END AS person_id,
        events.week
    FROM facts.ticket_events AS events
    WHERE events.event IN ('assigned', 'created', 'resolved')

    UNION ALL

    SELECT
        events.ticket_id,
        events.person_id,
        events.week
    FROM facts.ticket_events AS events
    JOIN facts.tickets AS tickets
        ON tickets.ticket_id = events.ticket_id
    WHERE tickets.is_review
        AND events.event IN ('created', 'changed', 'commented')
),

weeks AS (
    SELECT DISTINCT
        tickets.service_id,
        tickets.team_id,
        hands.person_id,
        hands.week
    FROM hands
    JOIN facts.tickets AS tickets
        ON tickets.ticket_id = hands.ticket_id
    WHERE hands.person_id IS NOT NULL
)

SELECT
    'service' AS scope,
    services.service AS entity,
    weeks.person_id,
    weeks.week
FROM weeks
JOIN facts.services AS services
    ON services.service_id = weeks.service_id

UNION ALL

SELECT DISTINCT
    'team' AS scope,
    teams.team AS entity,
    weeks.person_id,
    weeks.week
FROM weeks
JOIN facts.teams AS teams
    ON teams.team_id = weeks.team_id

UNION ALL

SELECT DISTINCT
    'org' AS scope,
    'organisation' AS entity,
    person_id,
    week
FROM weeks
