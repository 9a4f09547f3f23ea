-- What an organisation declares of itself: org.yaml, Backstage's catalogue, and the CODEOWNERS of its repositories.
--
-- The rows are what the files say, and nothing else is kept of them: they are replaced as a whole, in one transaction, each
-- time the files are read. source is org.yaml or backstage; place is the file and line. A person is here once: whom
-- Backstage has and org.yaml too is org.yaml's, and Backstage's references to them are by the id of org.yaml.

CREATE TABLE raw.org_teams (
    source VARCHAR NOT NULL,
    team   VARCHAR NOT NULL,  -- the id; once per source
    name   VARCHAR NOT NULL,
    place  VARCHAR NOT NULL
);

CREATE TABLE raw.org_services (
    source  VARCHAR NOT NULL,
    service VARCHAR NOT NULL,  -- the id; once per source
    name    VARCHAR NOT NULL,
    team    VARCHAR,           -- the id of the owning team
    runbook VARCHAR,           -- http or https
    place   VARCHAR NOT NULL
);

CREATE TABLE raw.org_service_owners (
    source  VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    duty    VARCHAR NOT NULL,  -- technical, product
    owner   VARCHAR NOT NULL,  -- the id of a person
    place   VARCHAR NOT NULL
);

CREATE TABLE raw.org_service_pagerduty (
    source    VARCHAR NOT NULL,
    service   VARCHAR NOT NULL,
    pagerduty VARCHAR NOT NULL,  -- the id of a service of PagerDuty
    place     VARCHAR NOT NULL
);

CREATE TABLE raw.org_service_jira (
    source    VARCHAR NOT NULL,
    service   VARCHAR NOT NULL,
    project   VARCHAR NOT NULL,  -- the key
    component VARCHAR,           -- NULL: what other services do not claim of the project
    place     VARCHAR NOT NULL
);

CREATE TABLE raw.org_service_repositories (
    source     VARCHAR NOT NULL,
    service    VARCHAR NOT NULL,
    repository VARCHAR NOT NULL,  -- the name it has in the config, or an owner and name such as example/payments
    pattern    VARCHAR,           -- a glob of paths; NULL: the whole repository
    place      VARCHAR NOT NULL
);

CREATE TABLE raw.org_people (
    source    VARCHAR NOT NULL,
    person    VARCHAR NOT NULL,  -- the id
    name      VARCHAR NOT NULL,
    team      VARCHAR,
    role      VARCHAR,           -- developer, operations, qa, support, product, manager
    time_zone VARCHAR,
    left_on   DATE,
    place     VARCHAR NOT NULL
);

-- Of what Backstage says a person may be a member of several teams.
CREATE TABLE raw.org_team_members (
    source VARCHAR NOT NULL,
    team   VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    place  VARCHAR NOT NULL
);

CREATE TABLE raw.org_accounts (
    source  VARCHAR NOT NULL,
    person  VARCHAR NOT NULL,
    kind    VARCHAR NOT NULL,  -- pagerduty, jira, git, email
    account VARCHAR NOT NULL,  -- an id; of git "Name <mail>" or a mail; an e-mail as it is written
    place   VARCHAR NOT NULL
);

CREATE TABLE raw.org_bots (
    pattern VARCHAR NOT NULL,
    place   VARCHAR NOT NULL
);

CREATE TABLE raw.org_interventions (
    happened_on DATE NOT NULL,
    team        VARCHAR,  -- one of team and service
    service     VARCHAR,
    what        VARCHAR NOT NULL,
    place       VARCHAR NOT NULL
);

-- One row per rule and owner of the CODEOWNERS at the tip of a repository; a rule without an owner, which says that nobody
-- owns what it matches, is one row too. The later of two rules that match counts.
CREATE TABLE raw.codeowners (
    repo_id INTEGER NOT NULL,
    path    VARCHAR NOT NULL,  -- of the file
    line    INTEGER NOT NULL,
    pattern VARCHAR NOT NULL,
    owner   VARCHAR            -- as it is written: @user, @group/team or an e-mail
);
