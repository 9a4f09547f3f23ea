-- One row per field that one entry of a changelog changed, those of issues that are gone included. *_value is an id where
-- the field has ids, *_text what people read; both are NULL where the field was or became empty.
SELECT
    issue_id,
    history_id,
    generate_subscripts(items, 1) AS item,
    author_id,
    happened_at,
    unnest(items).field           AS field,
    unnest(items)."from"          AS from_value,
    unnest(items).fromString      AS from_text,
    unnest(items)."to"            AS to_value,
    unnest(items).toString        AS to_text
FROM (
    SELECT
        issue_id,
        id         AS history_id,
        author_id,
        created_at AS happened_at,
        json_transform(COALESCE(readable, payload),
            '{"items": [{"field": "VARCHAR", "from": "VARCHAR", "fromString": "VARCHAR", "to": "VARCHAR", "toString": "VARCHAR"}]}'
        ).items    AS items
    FROM raw.jira_histories
)
