-- What Jira holds: issues, what happened to them, and who did it. As in 0002_sources.sql, payload is what the API sent,
-- readable the same where DuckDB cannot read it, and rows are replaced by id.
--
-- What an issue carries with it is kept apart and only once. Cloud repeats the profile of a person, with four pictures,
-- in every entry of a changelog: cut out, an entry is a third of its size and is read from its JSON in half the time. So a
-- row here is the object as it came, less the members that are columns or rows elsewhere; none is written anew.

-- payload: id, key and fields, less comment and changelog, which are in the tables below. Of people and of the parent it
-- has the ids: what else an issue shows of them changes without the issue.
CREATE TABLE raw.jira_issues (
    id         VARCHAR NOT NULL,      -- stays when the issue moves; the key, in the payload, does not
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ,           -- when it was found deleted, moved out of the configured projects, or not shown to us any more
    updated_at TIMESTAMPTZ,           -- the version whose histories and comments are stored
    project_id VARCHAR                -- where it is now
);

-- One row per entry of a changelog: what one person changed at one time. payload is without author and created, and what
-- descriptions, environments and (unless the config says comments: true) comments said is null in it.
CREATE TABLE raw.jira_histories (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ,           -- with its issue
    issue_id   VARCHAR NOT NULL,
    author_id  VARCHAR                -- NULL: Jira itself, or nobody
);

-- payload is without author and updateAuthor, and without body unless the config says comments: true.
CREATE TABLE raw.jira_comments (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ,           -- when it was found deleted, or with its issue
    issue_id   VARCHAR NOT NULL,
    author_id  VARCHAR
);

-- One row per person that an issue, a history or a comment names. id is the accountId on Cloud, the key on Data Center.
CREATE TABLE raw.jira_users (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- The projects of the config.
CREATE TABLE raw.jira_projects (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ            -- when the config no longer named it, or Jira no longer showed it
);

CREATE TABLE raw.jira_statuses (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- Two rows: 'myself' is whose token it is, 'serverInfo' what the site says of itself, less serverTime.
CREATE TABLE raw.jira_site (
    id         VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    payload    VARCHAR NOT NULL,
    readable   VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    gone_at    TIMESTAMPTZ
);

-- Which tickets are reliability work and which come from customers, as the config said at the last ingest.
CREATE TABLE raw.jira_settings (
    kind  VARCHAR NOT NULL,  -- reliability_label, reliability_type, customer_label, customer_type
    value VARCHAR NOT NULL
);
