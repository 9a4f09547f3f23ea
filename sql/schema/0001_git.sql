-- The rows of git, as git has them. Integer keys are per repository; commits, identities and paths are numbered in the
-- order they were first read. No primary keys: a repository is deleted and inserted as a whole, or
-- appended to, in one transaction with its cursor (tip).

-- One row per repository read. Its row is the cursor: everything reachable from tip is in the other tables.
CREATE TABLE raw.git_repositories (
    repo_id         INTEGER NOT NULL,
    name            VARCHAR NOT NULL,   -- unique: the config's name, else the last part of the path or URL
    source          VARCHAR NOT NULL,   -- path, or URL without credentials
    branch          VARCHAR,            -- what HEAD named, NULL when detached or given by --rev
    tip             VARCHAR,            -- hex object name; NULL for an empty repository
    tip_at          TIMESTAMPTZ,        -- committer date of the tip
    read_at         TIMESTAMPTZ NOT NULL, -- the run's "now": commits dated later are counted as of it
    has_line_counts BOOLEAN NOT NULL,
    rename_detection VARCHAR NOT NULL,  -- 'inexact' (50 %), or 'exact' where a partial clone lacks the blobs
    tree_since      DATE,               -- first week of which git_trees knows the files
    classifier      VARCHAR NOT NULL,   -- version of the rules behind git_paths.kind
    incomplete      VARCHAR             -- why the last reading is not whole, NULL when it is
);

-- One row per distinct (name, e-mail) of an author, committer or co-author. mapped_* is what .mailmap of the tip makes
-- of them, by git's own reading of it; equal to the original where it says nothing.
CREATE TABLE raw.git_identities (
    repo_id      INTEGER NOT NULL,
    identity_id  INTEGER NOT NULL,
    name         VARCHAR NOT NULL,
    email        VARCHAR NOT NULL,
    mapped_name  VARCHAR NOT NULL,
    mapped_email VARCHAR NOT NULL
);

-- One row per commit reachable from the tip, merges included.
CREATE TABLE raw.git_commits (
    repo_id               INTEGER NOT NULL,
    commit_id             INTEGER NOT NULL,
    sha                   VARCHAR NOT NULL,
    parents               INTEGER NOT NULL,     -- number of parents
    author_id             INTEGER NOT NULL,     -- identity_id
    committer_id          INTEGER NOT NULL,     -- identity_id
    authored_at           TIMESTAMPTZ NOT NULL,
    author_utc_offset     INTEGER NOT NULL,     -- minutes east of UTC
    committed_at          TIMESTAMPTZ NOT NULL,
    committer_utc_offset  INTEGER NOT NULL,     -- minutes east of UTC
    changes               INTEGER,              -- files changed; NULL for merges, which are not compared
    subject               VARCHAR NOT NULL
);

-- One row per Co-authored-by trailer.
CREATE TABLE raw.git_coauthors (
    repo_id      INTEGER NOT NULL,
    commit_id    INTEGER NOT NULL,
    identity_id  INTEGER NOT NULL
);

-- One row per path ever named by a change or a tree. Bytes that are no UTF-8 are written \xNN (then \ itself as \\).
CREATE TABLE raw.git_paths (
    repo_id INTEGER NOT NULL,
    path_id INTEGER NOT NULL,
    path    VARCHAR NOT NULL,
    kind    VARCHAR NOT NULL   -- source, vendored, generated, documentation, configuration, other
);

-- One row per file changed by a commit that is no merge.
CREATE TABLE raw.git_changes (
    repo_id     INTEGER NOT NULL,
    commit_id   INTEGER NOT NULL,
    path_id     INTEGER NOT NULL,
    old_path_id INTEGER,              -- where it was renamed or copied from
    status      UTINYINT NOT NULL,    -- ASCII code of git's letter: A, M, D, R, C, T
    additions   INTEGER,              -- NULL for binary files and where lines were not counted
    deletions   INTEGER
);

-- One row per tag.
CREATE TABLE raw.git_tags (
    repo_id   INTEGER NOT NULL,
    name      VARCHAR NOT NULL,
    sha       VARCHAR NOT NULL,       -- the commit it leads to
    tagged_at TIMESTAMPTZ NOT NULL    -- tagger's date, or the commit's for a lightweight tag
);

-- Which files were in the tree, by week. The tree of a week is that of the last commit on the first-parent line with a
-- committer date before the week's end; that of the running week is the tip's.
CREATE TABLE raw.git_trees (
    repo_id INTEGER NOT NULL,
    path_id INTEGER NOT NULL,
    since   DATE NOT NULL,            -- Monday of the first week that has the file
    until   DATE                      -- Monday of the first week that has it no more; NULL: still there
);
