-- One row per series of work and kept week since the first contribution. eligible_people are those who could have done the work of
-- the 13 weeks that end with the week, whether they did any or not. Of commits: everyone with a contribution in the 52
-- weeks that end with it. Of pages: everyone on call in the 13 weeks for a policy of the entity's services, at any level;
-- members of the team that owns them, also those who left in these weeks; and everyone who responded.
--
-- Each of these makes a person eligible for a span of weeks; a person comes in and goes out with every run of spans that
-- overlap or touch.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

shifts AS (
    SELECT DISTINCT
        on_call.policy,
        on_call.person_id,
        COALESCE(CAST(DATE_TRUNC('week', on_call.first_on) AS DATE), kept.first_week) AS since,
        COALESCE(CAST(DATE_TRUNC('week', on_call.last_on) AS DATE), kept.last_week) + 13 * 7 AS until
    FROM facts.on_call AS on_call
    CROSS JOIN kept
    WHERE COALESCE(on_call.first_on, kept.first_week) < kept.last_week + 7
        AND COALESCE(on_call.last_on, kept.last_week) >= kept.first_week - 12 * 7
),

shift_runs AS (
    SELECT
        policy,
        person_id,
        since,
        until,
        CASE
            WHEN since <= MAX(until) OVER (
                PARTITION BY policy, person_id
                ORDER BY since, until
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )
                THEN 0
            ELSE 1
        END AS is_first
    FROM shifts
),

numbered_shifts AS (
    SELECT
        policy,
        person_id,
        since,
        until,
        SUM(is_first) OVER (
            PARTITION BY policy, person_id
            ORDER BY since, until
            ROWS UNBOUNDED PRECEDING
        ) AS run
    FROM shift_runs
),

rota_spans AS (
    SELECT
        policy,
        person_id,
        MIN(since) AS since,
        MAX(until) AS until
    FROM numbered_shifts
    GROUP BY
        policy,
        person_id,
        run
),

members AS (
    SELECT
        members.team_id,
        members.person_id,
        COALESCE(CAST(DATE_TRUNC('week', members.since_at) AS DATE), kept.first_week) AS since,
        COALESCE(CAST(DATE_TRUNC('week', members.left_at) AS DATE), kept.last_week) + 13 * 7 AS until
    FROM facts.team_members AS members
    CROSS JOIN kept
),

spans AS (
    SELECT
        contributions.series_id,
        contributions.person_id,
        contributions.week AS since,
        contributions.week + CASE WHEN series.channel = 'commits' THEN 52 * 7 ELSE 13 * 7 END AS until
    FROM weekly.contributions AS contributions
    JOIN weekly.series AS series
        ON series.series_id = contributions.series_id
    WHERE series.is_work

    UNION ALL

    SELECT
        series.series_id,
        rota_spans.person_id,
        rota_spans.since,
        rota_spans.until
    FROM rota_spans
    JOIN weekly.rotas AS rotas
        ON rotas.policy = rota_spans.policy
    JOIN weekly.series AS series
        ON series.channel = 'pages'
        AND series.scope = rotas.scope
        AND series.entity = rotas.entity

    UNION ALL

    SELECT
        series.series_id,
        members.person_id,
        members.since,
        members.until
    FROM members
    JOIN facts.services AS services
        ON services.team_id = members.team_id
    JOIN weekly.series AS series
        ON series.channel = 'pages'
        AND series.scope = 'service'
        AND series.entity = services.service

    UNION ALL

    SELECT
        series.series_id,
        members.person_id,
        members.since,
        members.until
    FROM members
    JOIN facts.teams AS teams
        ON teams.team_id = members.team_id
    JOIN weekly.series AS series
        ON series.channel = 'pages'
        AND series.scope = 'team'
        AND series.entity = teams.team

    UNION ALL

    SELECT
        series.series_id,
        members.person_id,
        members.since,
        members.until
    FROM members
    JOIN weekly.series AS series
        ON series.channel = 'pages'
        AND series.scope = 'org'
    WHERE members.team_id IN (SELECT team_id FROM facts.services)
),

neighbours AS (
    SELECT
        series_id,
        since,
        until,
        MAX(until) OVER (person ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until_before,
        LEAD(since) OVER person AS since_after
    FROM spans
    WINDOW person AS (
        PARTITION BY series_id, person_id
        ORDER BY since, until
    )
),

changes AS (
    SELECT
        series_id,
        since AS week,
        1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE until_before IS NULL
        OR until_before < since

    UNION ALL

    SELECT
        series_id,
        GREATEST(until, COALESCE(until_before, until)) AS week,
        -1 AS people,
        0 AS is_kept
    FROM neighbours
    WHERE since_after IS NULL
        OR GREATEST(until, COALESCE(until_before, until)) < since_after

    UNION ALL

    SELECT
        series_id,
        week,
        0 AS people,
        1 AS is_kept
    FROM weekly.spine
),

sums AS (
    SELECT
        series_id,
        week,
        MAX(is_kept) AS is_kept,
        SUM(SUM(people)) OVER (
            PARTITION BY series_id
            ORDER BY week
        ) AS eligible_people
    FROM changes
    GROUP BY
        series_id,
        week
)

SELECT
    series.series_id,
    series.channel,
    series.scope,
    series.entity,
    sums.week,
    CAST(sums.eligible_people AS INTEGER) AS eligible_people
FROM sums
JOIN weekly.series AS series
    ON series.series_id = sums.series_id
WHERE sums.is_kept = 1
    AND series.is_work
