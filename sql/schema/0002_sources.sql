-- What the APIs hold: one row per object, the newest version that was fetched, as JSON.
--
-- payload is what the API sent, byte for byte (bytes that are no UTF-8, which JSON does not allow, become U+FFFD).
-- readable is NULL but for payloads that DuckDB's JSON functions refuse, such as one with half of a surrogate pair: there
-- it is the same text with those characters as U+FFFD. Staging reads COALESCE(readable, payload): one bad title must not
-- fail a night. VARCHAR and not JSON: measured on 1 M log entries of 1.5 kB, the same size in the file and the same speed
-- of extraction, while a cast to JSON parses every payload once more when it is stored.
--
-- No primary keys: they cost more than they save on tables that grow to tens of millions. Rows are replaced by id, in
-- one transaction with the cursor of the stream.

-- How far each stream has been read. cursor belongs to the source; its objects are stored in the same transaction. Of git a
-- stream is a repository, whose cursor is its row in git_repositories.
CREATE TABLE raw.cursors (
    source        VARCHAR NOT NULL,  -- pagerduty, git
    stream        VARCHAR NOT NULL,  -- incidents
    cursor        VARCHAR,           -- JSON; NULL before the first batch
    updated_at    TIMESTAMPTZ,       -- when the cursor was stored
    completed_at  TIMESTAMPTZ,       -- when the last reading that reached its end began; NULL: none has yet
    is_incomplete BOOLEAN NOT NULL,  -- the last reading did not reach its end, or has not yet
    problem       VARCHAR            -- why; NULL while it runs, or if it was killed
);

CREATE TABLE raw.pagerduty_incidents (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,           -- of the object, where it has one
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,  -- when this version was first fetched
    gone_at    TIMESTAMPTZ            -- when a whole list no longer had it; NULL: it is still there
);

-- Incidents whose row may be older than the source: still open, or with a log entry that came after the row. They are
-- read again every night. An id without a row is an incident that only a log entry has named so far.
CREATE TABLE raw.pagerduty_stale_incidents (
    id VARCHAR NOT NULL
);

CREATE TABLE raw.pagerduty_log_entries (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- Deleted users are in no list but stay in history: the first reference seen to one is its row, marked as such.
CREATE TABLE raw.pagerduty_users (
    id           VARCHAR NOT NULL,
    created_at   TIMESTAMPTZ,
    payload      VARCHAR NOT NULL,
    readable     VARCHAR,
    fetched_at   TIMESTAMPTZ NOT NULL,
    gone_at      TIMESTAMPTZ,
    is_reference BOOLEAN NOT NULL DEFAULT false  -- payload is a reference to the user, seen in another object
);

-- Versions of users that a later one replaced: a person's time zone at the time of a page is in here.
CREATE TABLE raw.pagerduty_user_versions (
    id          VARCHAR NOT NULL,
    payload     VARCHAR NOT NULL,
    readable    VARCHAR,
    fetched_at  TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE raw.pagerduty_teams (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- The API gives a membership no id: ours is the ids of team and user with a slash between them.
CREATE TABLE raw.pagerduty_team_members (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

CREATE TABLE raw.pagerduty_services (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

CREATE TABLE raw.pagerduty_escalation_policies (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

CREATE TABLE raw.pagerduty_schedules (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

CREATE TABLE raw.pagerduty_priorities (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- Who was, is and will be on call, from the nightly snapshots. The API gives a shift no id: ours is made of policy,
-- level, schedule, user, start and end, so a shift whose end moves is another row. A shift that a later snapshot no
-- longer has counts up to the last snapshot that had it: before that moment it was so, after it the newer rows say.
CREATE TABLE raw.pagerduty_oncalls (
    id           VARCHAR NOT NULL,
    created_at   TIMESTAMPTZ,
    payload      VARCHAR NOT NULL,
    readable     VARCHAR,
    fetched_at   TIMESTAMPTZ NOT NULL,
    gone_at      TIMESTAMPTZ,
    start_at     TIMESTAMPTZ,  -- NULL: always was
    end_at       TIMESTAMPTZ,  -- NULL: no end is planned
    confirmed_at TIMESTAMPTZ   -- the last snapshot that had it
);
