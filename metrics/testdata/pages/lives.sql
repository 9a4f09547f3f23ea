-- What happens to the incidents $1 to $2 of $3. In six of ten the person on duty answers; else one of a team's few, and in
-- one of twenty somebody of another team.
CREATE OR REPLACE TABLE raw.lives AS
SELECT
    i,
    'Q' || lpad(i::VARCHAR, 13, '0') AS id,
    opened,
    service,
    service % 1500 AS policy,
    raw.on_duty(service % 1500, 1, raw.turn_at(service % 1500, opened)) AS paged,
    CASE
        WHEN raw.uniform(i, 1) < 0.6 THEN paged
        WHEN raw.uniform(i, 1) < 0.95 THEN service % 300 + 300 * (raw.uniform(i, 2) * raw.uniform(i, 3) * 10)::INTEGER
        ELSE hash(i) % 5000
    END AS answers,
    opened + 120 + (1800 * raw.uniform(i, 4) * raw.uniform(i, 5))::BIGINT AS acknowledged,
    opened + 2400 + (20000 * raw.uniform(i, 6))::BIGINT AS resolved,
    'Service ' || service || ' is slow: p99 over ' || (200 + i % 800) || ' ms' AS title
FROM (
    SELECT
        i,
        1678093200 + 3600 + i * 94200000 // $3 AS opened,
        least((10000 * pow(raw.uniform(i, 7), 2))::BIGINT, 9999) AS service
    FROM range($1, $2) AS r (i)
);
