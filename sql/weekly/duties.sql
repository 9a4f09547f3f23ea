-- One row per service, team and the whole organisation and kept week with work by an owner on a service of theirs in the 13
-- weeks that end with the week: product_items, what product owners did there, and product_mismatches of these, commits and
-- responses; technical_items, what technical owners did, and technical_mismatches of these, filing and prioritising tickets of
-- product work. An item is a commit, a response, or an act on a ticket. Who has both duties of a service is not here.
WITH owners AS (
    SELECT
        owners.service_id,
        owners.duty,
        owners.person_id
    FROM facts.service_owners AS owners
    LEFT JOIN facts.service_owners AS others
        ON others.service_id = owners.service_id
        AND others.person_id = owners.person_id
        AND others.duty <> owners.duty
    WHERE others.service_id IS NULL
),

work AS (
    SELECT
        services.service_id,
        commits.person_id,
        commits.week,
        commits.commits AS technical_items,
        0 AS product_items,
        0 AS other_items
    FROM weekly.commit_work AS commits
    JOIN facts.services AS services
        ON services.service = commits.entity
    WHERE commits.scope = 'service'

    UNION ALL

    SELECT
        service_id,
        person_id,
        week,
        responses AS technical_items,
        0 AS product_items,
        0 AS other_items
    FROM weekly.responses

    UNION ALL

    SELECT
        tickets.service_id,
        events.person_id,
        events.week,
        0 AS technical_items,
        COUNT(CASE WHEN events.event IN ('created', 'prioritised') AND tickets.is_product THEN 1 END) AS product_items,
        COUNT(CASE WHEN events.event IN ('created', 'prioritised') AND tickets.is_product THEN NULL ELSE 1 END) AS other_items
    FROM facts.ticket_events AS events
    JOIN facts.tickets AS tickets
        ON tickets.ticket_id = events.ticket_id
    WHERE events.person_id IN (SELECT person_id FROM owners)
    GROUP BY
        tickets.service_id,
        events.person_id,
        events.week
),

counts AS (
    SELECT
        owners.service_id,
        owners.duty,
        work.week,
        SUM(work.technical_items + work.product_items + work.other_items) AS items,
        SUM(CASE WHEN owners.duty = 'product' THEN work.technical_items ELSE work.product_items END) AS mismatches
    FROM owners
    JOIN work
        ON work.service_id = owners.service_id
        AND work.person_id = owners.person_id
    GROUP BY
        owners.service_id,
        owners.duty,
        work.week
),

places AS (
    SELECT
        'service' AS scope,
        services.service AS entity,
        counts.duty,
        counts.week,
        counts.items,
        counts.mismatches
    FROM counts
    JOIN facts.services AS services
        ON services.service_id = counts.service_id

    UNION ALL

    SELECT
        'team' AS scope,
        teams.team AS entity,
        counts.duty,
        counts.week,
        counts.items,
        counts.mismatches
    FROM counts
    JOIN facts.services AS services
        ON services.service_id = counts.service_id
    JOIN facts.teams AS teams
        ON teams.team_id = services.team_id

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        duty,
        week,
        items,
        mismatches
    FROM counts
)

SELECT
    places.scope,
    places.entity,
    weeks.week,
    CAST(SUM(CASE WHEN places.duty = 'product' THEN places.items ELSE 0 END) AS BIGINT) AS product_items,
    CAST(SUM(CASE WHEN places.duty = 'product' THEN places.mismatches ELSE 0 END) AS BIGINT) AS product_mismatches,
    CAST(SUM(CASE WHEN places.duty = 'technical' THEN places.items ELSE 0 END) AS BIGINT) AS technical_items,
    CAST(SUM(CASE WHEN places.duty = 'technical' THEN places.mismatches ELSE 0 END) AS BIGINT) AS technical_mismatches
FROM places
JOIN weekly.weeks AS weeks
    ON places.week > weeks.week - 13 * 7
    AND places.week <= weeks.week
GROUP BY
    places.scope,
    places.entity,
    weeks.week
