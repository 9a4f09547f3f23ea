-- One row per person and kept week, from the week of the person's first page, shift or resolved ticket on: load and rest. A quiet week has
-- zeros. What needs local time is NULL where the person's time zone is not known for the whole week, what needs a roster
-- in weeks before anyone's first known shift, off_call_responses where it is not known of any response of the week, and
-- after_hours_commits likewise. Who never was paged, on call
-- or resolved a ticket is not here, nor are bots. Of tickets is known what the configured source has: NULL where there is none.
--
-- is_over_norm: a norm of load or rest was passed, of those that are known. weeks_over_norm counts such weeks among the
-- last 6, of which looked_at are since that. pages_in_window are those of the 13 weeks that end with
-- the week, pages_in_window_before those of the 13 before; weeks_of_data are since the same.
WITH kept AS (
    SELECT
        MIN(week) AS first_week,
        MAX(week) AS last_week
    FROM weekly.weeks
),

firsts AS (
    SELECT
        person_id,
        MIN(first_week) AS first_week
    FROM (
        SELECT
            person_id,
            week AS first_week
        FROM weekly.person_pages

        UNION ALL

        SELECT
            person_id,
            week AS first_week
        FROM weekly.ticket_work
        WHERE scope = 'org'

        UNION ALL

        SELECT
            on_call.person_id,
            COALESCE(CAST(DATE_TRUNC('week', on_call.first_on) AS DATE), kept.first_week - 26 * 7) AS first_week
        FROM facts.on_call AS on_call
        CROSS JOIN kept
    ) AS events
    GROUP BY
        person_id
),

rosters AS (
    SELECT
        MIN(COALESCE(first_on, DATE '0001-01-01')) AS first_on
    FROM facts.on_call
),

trackers AS (
    SELECT
        CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END AS is_read
    FROM facts.tickets
),

days AS (
    SELECT
        later
    FROM (VALUES
        (0), (7), (14), (21), (28), (35), (42), (49), (56), (63), (70), (77), (84), (91),
        (98), (105), (112), (119), (126), (133), (140), (147), (154), (161), (168), (175), (182)
    ) AS days (later)
),

-- A window looks back 26 weeks at most.
weeks AS (
    SELECT DISTINCT
        weeks.week - days.later AS week
    FROM weekly.weeks AS weeks
    CROSS JOIN days
),

spine AS (
    SELECT
        firsts.person_id,
        firsts.first_week,
        weeks.week
    FROM firsts
    JOIN weeks
        ON weeks.week >= firsts.first_week
),

clocks AS (
    SELECT
        clocks.person_id,
        EXTRACT(EPOCH FROM clocks.since_at) AS since,
        EXTRACT(EPOCH FROM clocks.until_at) AS until
    FROM facts.clocks AS clocks
    CROSS JOIN kept
    WHERE clocks.until_at IS NULL
        OR EXTRACT(EPOCH FROM clocks.until_at) > EXTRACT(EPOCH FROM kept.first_week - 26 * 7)
),

zones AS (
    SELECT
        clocks.person_id,
        weeks.week
    FROM clocks
    JOIN weeks
        ON clocks.since < EXTRACT(EPOCH FROM weeks.week + 7)
        AND (clocks.until IS NULL OR clocks.until > EXTRACT(EPOCH FROM weeks.week))
    GROUP BY
        clocks.person_id,
        weeks.week
    HAVING SUM(
        LEAST(COALESCE(clocks.until, EXTRACT(EPOCH FROM weeks.week + 7)), EXTRACT(EPOCH FROM weeks.week + 7))
        - GREATEST(clocks.since, EXTRACT(EPOCH FROM weeks.week))
    ) >= 7 * 86400
),

loads AS (
    SELECT
        spine.person_id,
        spine.week,
        spine.first_week,
        zones.person_id IS NOT NULL AS has_zone,
        COALESCE(pages.pages, 0) AS pages,
        COALESCE(pages.incidents, 0) AS incidents,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(pages.business_pages, 0) END AS business_pages,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(pages.off_hours_pages, 0) END AS off_hours_pages,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(pages.sleep_pages, 0) END AS sleep_pages,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(pages.disrupted_hours, 0) END AS disrupted_hours,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(rest.rest_gaps, 0) END AS rest_gaps,
        CASE WHEN zones.person_id IS NOT NULL THEN COALESCE(rest.nights_in_a_row, 0) END AS nights_in_a_row,
        CASE WHEN spine.week + 7 > rosters.first_on THEN COALESCE(on_call.seconds, 0) END AS seconds,
        CASE WHEN spine.week + 7 > rosters.first_on THEN COALESCE(on_call.backup_seconds, 0) END AS backup_seconds,
        CASE
            WHEN zones.person_id IS NOT NULL AND spine.week + 7 > rosters.first_on THEN COALESCE(on_call.days_in_a_row, 0)
        END AS days_in_a_row,
        COALESCE(work.acknowledgements, 0) AS acknowledgements,
        COALESCE(work.resolutions, 0) AS resolutions,
        COALESCE(work.rostered_responses, 0) AS rostered_responses,
        CASE
            WHEN COALESCE(work.responses, 0) = 0 OR work.rostered_responses > 0 THEN COALESCE(work.off_call_responses, 0)
        END AS off_call_responses,
        COALESCE(work.commits, 0) AS commits,
        COALESCE(work.local_commits, 0) AS local_commits,
        CASE
            WHEN COALESCE(work.commits, 0) = 0 OR work.local_commits > 0 THEN COALESCE(work.after_hours_commits, 0)
        END AS after_hours_commits,
        CASE WHEN trackers.is_read = 1 THEN COALESCE(work.tickets, 0) END AS tickets,
        CASE WHEN trackers.is_read = 1 THEN COALESCE(work.reliability_tickets, 0) END AS reliability_tickets,
        COALESCE(work.local_acts, 0) AS local_acts,
        CASE
            WHEN trackers.is_read = 1 AND (COALESCE(work.ticket_acts, 0) = 0 OR work.local_acts > 0)
                THEN COALESCE(work.after_hours_acts, 0)
        END AS after_hours_acts
    FROM spine
    CROSS JOIN rosters
    CROSS JOIN trackers
    LEFT JOIN zones
        ON zones.person_id = spine.person_id
        AND zones.week = spine.week
    LEFT JOIN weekly.person_pages AS pages
        ON pages.person_id = spine.person_id
        AND pages.week = spine.week
    LEFT JOIN weekly.person_rest AS rest
        ON rest.person_id = spine.person_id
        AND rest.week = spine.week
    LEFT JOIN weekly.person_on_call AS on_call
        ON on_call.person_id = spine.person_id
        AND on_call.week = spine.week
    LEFT JOIN weekly.person_work AS work
        ON work.person_id = spine.person_id
        AND work.week = spine.week
),

-- is_over tells of the norms that the week passed by itself: one small number goes along where the windows are made.
passed AS (
    SELECT
        person_id,
        week,
        seconds,
        pages,
        CASE
            WHEN rest_gaps > 0 OR days_in_a_row > 6 OR seconds >= 12 * 3600 AND incidents * 12 * 3600 > 2 * seconds THEN 1
            ELSE 0
        END AS is_over
    FROM loads
),

-- The spine has no holes, so rows before are weeks before.
windows AS (
    SELECT
        person_id,
        week,
        is_over,
        SUM(seconds) OVER (PARTITION BY person_id ORDER BY week ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS seconds_in_month,
        SUM(seconds) OVER (PARTITION BY person_id ORDER BY week ROWS BETWEEN 12 PRECEDING AND CURRENT ROW) AS seconds_in_window,
        SUM(pages) OVER (PARTITION BY person_id ORDER BY week ROWS BETWEEN 12 PRECEDING AND CURRENT ROW) AS pages_in_window
    FROM passed
),

norms AS (
    SELECT
        person_id,
        week,
        seconds_in_month,
        seconds_in_window,
        pages_in_window,
        CASE
            WHEN seconds_in_month > 192 * 3600 THEN 1
            WHEN seconds_in_window * 4 > 13 * 7 * 86400 THEN 1
            ELSE is_over
        END AS is_over_norm
    FROM windows
),

-- To look at another row is cheaper than to add up some: the 13 weeks before are what the window of 13 weeks ago was.
sustained AS (
    SELECT
        person_id,
        week,
        is_over_norm,
        seconds_in_month,
        seconds_in_window,
        pages_in_window,
        LAG(pages_in_window, 13) OVER (PARTITION BY person_id ORDER BY week) AS pages_in_window_before,
        SUM(is_over_norm) OVER (PARTITION BY person_id ORDER BY week ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS weeks_over_norm,
        LEAST(ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY week), 6) AS looked_at
    FROM norms
)

SELECT
    loads.person_id,
    loads.week,
    CAST((loads.week - loads.first_week) / 7 AS INTEGER) + 1 AS weeks_of_data,
    loads.has_zone,
    loads.pages,
    loads.incidents,
    loads.business_pages,
    loads.off_hours_pages,
    loads.sleep_pages,
    loads.disrupted_hours,
    loads.rest_gaps,
    loads.nights_in_a_row,
    loads.seconds / 3600 AS on_call_hours,
    loads.backup_seconds / 3600 AS backup_hours,
    loads.seconds / (7 * 86400) AS on_call_share,
    loads.days_in_a_row AS on_call_days_in_a_row,
    CASE WHEN loads.seconds > 0 THEN loads.incidents / (loads.seconds / (12 * 3600)) END AS incidents_per_shift,
    loads.acknowledgements,
    loads.resolutions,
    loads.rostered_responses,
    loads.off_call_responses,
    loads.commits,
    loads.local_commits,
    loads.after_hours_commits,
    loads.tickets,
    loads.reliability_tickets,
    loads.local_acts,
    loads.after_hours_acts,
    sustained.is_over_norm = 1 AS is_over_norm,
    CAST(sustained.weeks_over_norm AS BIGINT) AS weeks_over_norm,
    sustained.looked_at,
    sustained.seconds_in_month / 3600 AS on_call_hours_in_month,
    sustained.seconds_in_window / (13 * 7 * 86400) AS on_call_share_in_window,
    CAST(sustained.pages_in_window AS BIGINT) AS pages_in_window,
    CAST(COALESCE(sustained.pages_in_window_before, 0) AS BIGINT) AS pages_in_window_before
FROM loads
JOIN sustained
    ON sustained.person_id = loads.person_id
    AND sustained.week = loads.week
WHERE loads.week IN (SELECT week FROM weekly.weeks)
