-- One row per declared pattern of names and e-mail addresses that are bots.
SELECT
    pattern,
    place
FROM raw.org_bots
