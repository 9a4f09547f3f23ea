-- One row per person, team and kept week in which the rule sustained_load holds for the person, who is at home in the team: in 3
-- of the last 6 weeks a norm of load or rest was passed, and that has been so for 4 weeks running, so that two shifts close
-- together are not it. people are how many there are in the team, of_people those eligible for its pages.
--
-- What is a norm for a single week is not one for this: somebody on an ordinary weekly rota is on call for 8 local dates in
-- a row, and for 192 hours in 4 weeks when two shifts fall into them. So a week counts here with a weekday morning without 11 hours of
-- rest; with over 2 incidents per shift of 12 hours, in a week with 12 hours on call; or with any time on call while that has been over a quarter of the last 13
-- weeks, or over 8 dates in a row. At home is one in the team whose pages they answered most in the 13 weeks, else in the
-- one they are a member of.
WITH weeks AS (
    SELECT
        person_id,
        week,
        CASE WHEN rest_gaps > 0 THEN 1 ELSE 0 END AS is_short_of_rest,
        CASE WHEN on_call_hours >= 12 AND incidents_per_shift > 2 THEN 1 ELSE 0 END AS has_too_many,
        CASE
            WHEN on_call_hours > 0 AND (on_call_share_in_window > 0.25 OR on_call_days_in_a_row > 8) THEN 1
            ELSE 0
        END AS is_on_call_too_much,
        sleep_pages
    FROM weekly.person_load
),

sums AS (
    SELECT
        person_id,
        week,
        SUM(GREATEST(is_short_of_rest, has_too_many, is_on_call_too_much)) OVER last_weeks AS weeks_over,
        SUM(is_short_of_rest) OVER last_weeks AS weeks_short_of_rest,
        SUM(has_too_many) OVER last_weeks AS weeks_of_many,
        SUM(is_on_call_too_much) OVER last_weeks AS weeks_on_call,
        SUM(sleep_pages) OVER last_weeks AS sleep_pages
    FROM weeks
    WINDOW last_weeks AS (
        PARTITION BY person_id
        ORDER BY week
        ROWS BETWEEN 5 PRECEDING AND CURRENT ROW
    )
),

sustained AS (
    SELECT
        person_id,
        week,
        weeks_over,
        weeks_short_of_rest,
        weeks_of_many,
        weeks_on_call,
        sleep_pages,
        SUM(CASE WHEN weeks_over >= 3 THEN 1 ELSE 0 END) OVER (
            PARTITION BY person_id
            ORDER BY week
            ROWS BETWEEN 3 PRECEDING AND CURRENT ROW
        ) AS weeks_so
    FROM sums
),

answered AS (
    SELECT
        ranks.person_id,
        ranks.week,
        series.entity AS team,
        ROW_NUMBER() OVER (
            PARTITION BY ranks.person_id, ranks.week
            ORDER BY ranks.items DESC, ranks.year_items DESC, series.entity
        ) AS preference
    FROM weekly.ranks AS ranks
    JOIN weekly.series AS series
        ON series.series_id = ranks.series_id
    WHERE series.channel = 'pages'
        AND series.scope = 'team'
),

members AS (
    SELECT
        members.person_id,
        MIN(teams.team) AS team
    FROM facts.team_members AS members
    JOIN facts.teams AS teams
        ON teams.team_id = members.team_id
    WHERE members.left_at IS NULL
    GROUP BY
        members.person_id
)

SELECT
    'pages' AS channel,
    'team' AS scope,
    eligible.entity,
    sustained.week,
    CAST(COUNT(*) OVER (PARTITION BY eligible.entity, sustained.week) AS INTEGER) AS people,
    eligible.eligible_people AS of_people,
    sustained.person_id,
    sustained.weeks_over,
    sustained.weeks_short_of_rest,
    sustained.weeks_of_many,
    sustained.weeks_on_call,
    sustained.sleep_pages
FROM sustained
JOIN facts.people AS people
    ON people.person_id = sustained.person_id
LEFT JOIN answered
    ON answered.person_id = sustained.person_id
    AND answered.week = sustained.week
    AND answered.preference = 1
LEFT JOIN members
    ON members.person_id = sustained.person_id
JOIN weekly.eligible AS eligible
    ON eligible.channel = 'pages'
    AND eligible.scope = 'team'
    AND eligible.entity = COALESCE(answered.team, members.team)
    AND eligible.week = sustained.week
WHERE sustained.weeks_so = 4
    AND (people.left_on IS NULL OR people.left_on > sustained.week + 6)
    AND NOT people.is_bot
