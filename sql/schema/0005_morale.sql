-- The optional pulse: one row per answer, as the file says, replaced as a whole each time it is read. place is file:line.
CREATE TABLE raw.morale (
    team     VARCHAR NOT NULL,  -- id or name
    asked_on DATE NOT NULL,
    question VARCHAR NOT NULL,
    score    DOUBLE NOT NULL,   -- 1 to 5
    place    VARCHAR NOT NULL
);
