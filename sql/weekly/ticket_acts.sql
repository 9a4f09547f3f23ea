-- One row per service, team and the whole organisation, person and week in which the person did one of these to tickets there,
-- over all history: product_filed, tickets of product work that they reported; quality_resolved, tickets about latency,
-- retries, errors or the experience of users that they resolved; comments, and helping_comments of these, on tickets that were
-- then assigned to somebody else; review_acts, writing, editing and commenting on post-incident reviews. Other events are
-- not here: most of a changelog is neither.
WITH acts AS (
    SELECT
        tickets.service_id,
        tickets.team_id,
        events.person_id,
        events.week,
        COUNT(CASE WHEN events.event = 'created' AND tickets.is_product THEN 1 END) AS product_filed,
        0 AS quality_resolved,
        COUNT(CASE WHEN events.event = 'commented' THEN 1 END) AS comments,
        COUNT(CASE WHEN events.event = 'commented' AND events.other_person_id <> events.person_id THEN 1 END) AS helping_comments,
        COUNT(CASE WHEN tickets.is_review THEN 1 END) AS review_acts
    FROM facts.ticket_events AS events
    JOIN facts.tickets AS tickets
        ON tickets.ticket_id = events.ticket_id
    WHERE events.person_id IS NOT NULL
        AND (
            events.event = 'commented'
            OR (events.event = 'created' AND (tickets.is_product OR tickets.is_review))
            OR (events.event = 'changed' AND tickets.is_review)
        )
    GROUP BY
        tickets.service_id,
        tickets.team_id,
        events.person_id,
        events.week

    UNION ALL

    SELECT
        service_id,
        team_id,
        resolver_id AS person_id,
        week,
        0 AS product_filed,
        COUNT(*) AS quality_resolved,
        0 AS comments,
        0 AS helping_comments,
        0 AS review_acts
    FROM facts.tickets
    WHERE is_quality
        AND resolver_id IS NOT NULL
        AND week IS NOT NULL
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
        acts.person_id,
        acts.week,
        acts.product_filed,
        acts.quality_resolved,
        acts.comments,
        acts.helping_comments,
        acts.review_acts
    FROM acts
    JOIN facts.services AS services
        ON services.service_id = acts.service_id

    UNION ALL

    SELECT
        'team' AS scope,
        teams.team AS entity,
        acts.person_id,
        acts.week,
        acts.product_filed,
        acts.quality_resolved,
        acts.comments,
        acts.helping_comments,
        acts.review_acts
    FROM acts
    JOIN facts.teams AS teams
        ON teams.team_id = acts.team_id

    UNION ALL

    SELECT
        'org' AS scope,
        'organisation' AS entity,
        person_id,
        week,
        product_filed,
        quality_resolved,
        comments,
        helping_comments,
        review_acts
    FROM acts
)

SELECT
    scope,
    entity,
    person_id,
    week,
    CAST(SUM(product_filed) AS BIGINT) AS product_filed,
    CAST(SUM(quality_resolved) AS BIGINT) AS quality_resolved,
    CAST(SUM(comments) AS BIGINT) AS comments,
    CAST(SUM(helping_comments) AS BIGINT) AS helping_comments,
    CAST(SUM(review_acts) AS BIGINT) AS review_acts
FROM places
GROUP BY
    scope,
    entity,
    person_id,
    week
