-- Whom the warehouse has forgotten, and does not take in again. No name is here: phrase is a keyed hash of a name, an address or the
-- id of an account, and replacement what stands in their place everywhere.
CREATE TABLE raw.forgotten (
    phrase      VARCHAR NOT NULL,  -- HMAC-SHA-256 with the key, in hexadecimal
    first_word  INTEGER NOT NULL,  -- 16 bits of another hash of its first word: most words of a text are told apart by them
    words       INTEGER NOT NULL,
    replacement VARCHAR NOT NULL
);

-- One row once somebody was forgotten: the key, made at random. is_unfinished: what was erased may still be in unused blocks of the
-- file.
CREATE TABLE raw.forgetting (
    key           VARCHAR NOT NULL,
    is_unfinished BOOLEAN NOT NULL
);
