-- How much of the data the metrics of a basis could use, one row per basis, entity and kept week.
-- basis 'commits': commits, merges aside, of the 13 weeks that end with the week; used has a person among its authors,
-- left_out has only bots. Both are 0 in a quiet week. Of a service, a team and the organisation only reliability work counts.
-- basis 'tickets': reliability work resolved in the same weeks; left_out has no known resolver. basis 'all' is the sum of
-- pages, tickets and commits, where an entity has two of them. basis 'roles': responses; left_out are by people whose role is not
-- known. basis 'commit_teams': commits to services; left_out are those of which it is not known whether the author was in the
-- owning team. basis 'owners': services; left_out have no declared owner. basis 'releases' and 'morale': releases, answers. basis 'code': files of the week; left_out has no recorded change.
-- The next three are about the same 13 weeks. basis 'pages': pages and responses; left_out are pages of nobody that is
-- named, and incidents with an action of nobody that is named. basis 'local_times': pages; left_out are of people whose
-- time zone is not known. basis 'on_call': responses; left_out are those of which no roster is known. basis 'rotas':
-- services; used had somebody on call at level 1 in these weeks, left_out had nobody, or no roster is known. basis
-- 'identities': contributions; left_out are of people known by one account only.
-- basis 'mapped', of the organisation in the last kept week: services of PagerDuty, Jira projects and repositories; left_out
-- belong to no declared service and have no owning team.
--
-- What another table of weekly knows already is looked at there; weekly.coverage_counts has what had to be counted.
SELECT
    basis,
    scope,
    entity,
    week,
    used,
    left_out
FROM weekly.coverage_counts

UNION ALL

SELECT
    'code' AS basis,
    scope,
    entity,
    week,
    CAST(files AS BIGINT) AS used,
    CAST(files_without_history AS BIGINT) AS left_out
FROM weekly.authorship

UNION ALL

SELECT
    'pages' AS basis,
    scope,
    entity,
    week,
    named_pages + responses AS used,
    pages - named_pages + unnamed_incidents AS left_out
FROM weekly.incidents

UNION ALL

SELECT
    'identities' AS basis,
    scope,
    entity,
    week,
    known_items AS used,
    items - known_items AS left_out
FROM weekly.identified

UNION ALL

SELECT
    'local_times' AS basis,
    scope,
    entity,
    week,
    local_pages AS used,
    pages - local_pages AS left_out
FROM weekly.incidents

UNION ALL

SELECT
    'on_call' AS basis,
    scope,
    entity,
    week,
    rostered_responses AS used,
    responses - rostered_responses AS left_out
FROM weekly.incidents

UNION ALL

SELECT
    channel AS basis,
    scope,
    entity,
    week,
    used,
    left_out
FROM weekly.named_work

UNION ALL

SELECT
    'roles' AS basis,
    scope,
    entity,
    week,
    with_role AS used,
    responses - with_role AS left_out
FROM weekly.roles

UNION ALL

SELECT
    'releases' AS basis,
    scope,
    entity,
    week,
    items AS used,
    0 AS left_out
FROM weekly.tallies
WHERE measure = 'releases'

UNION ALL

SELECT
    'morale' AS basis,
    scope,
    entity,
    week,
    answers AS used,
    0 AS left_out
FROM weekly.morale
