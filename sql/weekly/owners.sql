-- One row per service that is there today and kept week, where anybody is declared as an owner of any service: which owners it
-- has by today's declarations, and whether they were active in the 90 days up to the week's Sunday: a commit, merges
-- included, a response, or an act on a ticket, anywhere. NULL where there is no such owner. was_technical_seen and
-- was_product_seen: they were ever active up to then; where not, what they do may be nowhere that is read. are_two: they are two people.
WITH duties AS (
    SELECT
        service_id,
        MAX(CASE WHEN duty = 'technical' THEN person_id END) AS technical_id,
        MAX(CASE WHEN duty = 'product' THEN person_id END) AS product_id
    FROM facts.service_owners
    GROUP BY
        service_id
),

people AS (
    SELECT DISTINCT
        person_id
    FROM facts.service_owners
),

days AS (
    SELECT
        person_id,
        committed_on AS seen_on
    FROM facts.commit_people
    WHERE person_id IN (SELECT person_id FROM people)

    UNION

    SELECT
        person_id,
        responded_on AS seen_on
    FROM facts.responses
    WHERE person_id IN (SELECT person_id FROM people)

    UNION

    SELECT
        person_id,
        happened_on AS seen_on
    FROM facts.ticket_events
    WHERE person_id IN (SELECT person_id FROM people)
),

active AS (
    SELECT DISTINCT
        days.person_id,
        weeks.week
    FROM days
    JOIN weekly.weeks AS weeks
        ON days.seen_on < weeks.week + 7
        AND days.seen_on >= weeks.week + 7 - 90
),

first_seen AS (
    SELECT
        person_id,
        MIN(seen_on) AS seen_on
    FROM days
    GROUP BY
        person_id
)

SELECT
    services.service_id,
    services.service,
    services.team_id,
    weeks.week,
    duties.technical_id,
    duties.product_id,
    CASE WHEN duties.technical_id IS NOT NULL THEN technical.person_id IS NOT NULL END AS is_technical_active,
    CASE WHEN duties.product_id IS NOT NULL THEN product.person_id IS NOT NULL END AS is_product_active,
    COALESCE(first_technical.seen_on < weeks.week + 7, FALSE) AS was_technical_seen,
    COALESCE(first_product.seen_on < weeks.week + 7, FALSE) AS was_product_seen,
    COALESCE(duties.technical_id <> duties.product_id, FALSE) AS are_two
FROM facts.services AS services
CROSS JOIN weekly.weeks AS weeks
LEFT JOIN duties
    ON duties.service_id = services.service_id
LEFT JOIN active AS technical
    ON technical.person_id = duties.technical_id
    AND technical.week = weeks.week
LEFT JOIN active AS product
    ON product.person_id = duties.product_id
    AND product.week = weeks.week
LEFT JOIN first_seen AS first_technical
    ON first_technical.person_id = duties.technical_id
LEFT JOIN first_seen AS first_product
    ON first_product.person_id = duties.product_id
WHERE NOT services.is_deleted
    AND EXISTS (SELECT 1 FROM facts.service_owners)
