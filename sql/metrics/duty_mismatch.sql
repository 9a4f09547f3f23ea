-- The larger of two shares, of the 13 weeks that end with the week: of the product owner's work on the service that is commits and
-- responses, and of the technical owner's that is filing and prioritising tickets of product work. An owner with under 10 items
-- is left out. n is the number of items of both owners.
-- One row per service, team and the whole organisation and kept week with work by an owner; NULL where both are left out.
SELECT
    '' AS channel,
    week,
    scope,
    entity,
    CASE
        WHEN product_items >= 10 AND technical_items >= 10
            THEN GREATEST(
                CAST(product_mismatches AS DOUBLE) / product_items,
                CAST(technical_mismatches AS DOUBLE) / technical_items
            )
        WHEN product_items >= 10 THEN CAST(product_mismatches AS DOUBLE) / product_items
        WHEN technical_items >= 10 THEN CAST(technical_mismatches AS DOUBLE) / technical_items
    END AS value,
    product_items + technical_items AS n
FROM weekly.duties
