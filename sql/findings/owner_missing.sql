-- One row per service and kept week in which the rule owner_missing holds, by the declarations of today: of the technical and the product owner one is
-- not named, both are one person, or one has left or was not seen in any channel in the 90 days that end with the week. Of who was never
-- seen it is not said: what they do may be nowhere that is read.
-- person_id is the one who is both, left or idle (of two the technical owner), NULL where one is not named. people are how many of
-- of_people, the two that there should be, are there. The numbers are 1 for what holds, else NULL. Services without any named owner are
-- not here.
WITH duties AS (
    SELECT
        owners.service,
        owners.week,
        owners.technical_id,
        owners.product_id,
        owners.is_technical_active,
        owners.is_product_active,
        owners.was_technical_seen,
        owners.was_product_seen,
        owners.are_two,
        COALESCE(technical.left_on <= owners.week + 6, FALSE) AS has_technical_left,
        COALESCE(product.left_on <= owners.week + 6, FALSE) AS has_product_left
    FROM weekly.owners AS owners
    LEFT JOIN facts.people AS technical
        ON technical.person_id = owners.technical_id
    LEFT JOIN facts.people AS product
        ON product.person_id = owners.product_id
    WHERE owners.technical_id IS NOT NULL
        OR owners.product_id IS NOT NULL
),

-- Nothing is missing before there is any work, and nobody is idle before there are 90 days of it.
looked AS (
    SELECT
        MIN(first_on) AS first_on
    FROM weekly.series
    WHERE is_work
),

faults AS (
    SELECT
        duties.service,
        duties.week,
        duties.technical_id,
        duties.product_id,
        CASE WHEN duties.technical_id IS NULL THEN 1.0 END AS no_technical,
        CASE WHEN duties.product_id IS NULL THEN 1.0 END AS no_product,
        CASE WHEN duties.technical_id = duties.product_id THEN 1.0 END AS one_person,
        CASE WHEN duties.has_technical_left THEN 1.0 END AS technical_left,
        CASE WHEN duties.has_product_left THEN 1.0 END AS product_left,
        CASE
            WHEN NOT duties.is_technical_active AND duties.was_technical_seen AND NOT duties.has_technical_left AND duties.week + 7 > looked.first_on + 90 THEN 1.0
        END AS technical_idle,
        CASE
            WHEN NOT duties.is_product_active AND duties.was_product_seen AND NOT duties.has_product_left AND duties.week + 7 > looked.first_on + 90 THEN 1.0
        END AS product_idle
    FROM duties
    JOIN looked
        ON duties.week + 7 > looked.first_on
)

SELECT
    '' AS channel,
    'service' AS scope,
    service AS entity,
    week,
    2 - CASE
        WHEN no_technical = 1 OR no_product = 1 OR one_person = 1 THEN 1
        ELSE 0
    END - CASE
        WHEN technical_left = 1 OR technical_idle = 1 THEN 1
        ELSE 0
    END - CASE
        WHEN (product_left = 1 OR product_idle = 1) AND one_person IS NULL THEN 1
        ELSE 0
    END AS people,
    2 AS of_people,
    CASE
        WHEN one_person = 1 THEN technical_id
        WHEN technical_left = 1 OR technical_idle = 1 THEN technical_id
        WHEN product_left = 1 OR product_idle = 1 THEN product_id
    END AS person_id,
    no_technical,
    no_product,
    one_person,
    technical_left,
    CASE WHEN one_person IS NULL THEN product_left END AS product_left,
    technical_idle,
    CASE WHEN one_person IS NULL THEN product_idle END AS product_idle
FROM faults
WHERE COALESCE(no_technical, no_product, one_person, technical_left, product_left, technical_idle, product_idle) = 1
