-- One row per page: a notification to a person by push, SMS or phone. Those to one person up to 60 s after a page are the
-- same page, whatever they are about, and its incident is that of the first; the next one after these 60 s is a new page.
-- E-mail is no page. Whether a notification arrived is not always known, so one that failed counts. person_id is NULL
-- where the source does not say who was paged; bots are not here. local_at is the time on the person's own clock, and
-- day_part the part of the day by it: business, off_hours or sleep; both are NULL where the person's time zone is not known.
-- facts.incident_events has every single notification.
WITH notifications AS (
    SELECT
        incident_id,
        -- Each of those nobody is named for may be anybody's: they are apart by incident, and below zero.
        COALESCE(person_id, -incident_id) AS recipient,
        happened_at
    FROM facts.incident_events
    WHERE event = 'notify'
        AND channel IS DISTINCT FROM 'email'
        AND (person_id IS NOT NULL OR is_unnamed)
),

neighbours AS (
    SELECT
        incident_id,
        recipient,
        epoch_us(happened_at) AS moment,
        epoch_us(LAG(happened_at) OVER notification) AS before,
        epoch_us(LAG(happened_at, 2) OVER notification) AS second_before,
        epoch_us(LAG(happened_at, 3) OVER notification) AS third_before
    FROM notifications
    WINDOW notification AS (
        PARTITION BY recipient
        ORDER BY happened_at, incident_id
    )
),

-- One over 60 s after the one before it is a page, and begins a run of those that are not. The second of a run is with the
-- first: only from the third on does one have to be looked at further. run_at is the first of its run.
runs AS (
    SELECT
        incident_id,
        recipient,
        moment,
        MAX(CASE WHEN third_before IS NULL OR second_before - third_before > 60000000 THEN second_before END) OVER (
            PARTITION BY recipient
            ORDER BY moment, incident_id
            ROWS UNBOUNDED PRECEDING
        ) AS run_at
    FROM neighbours
    WHERE moment - before <= 60000000
        AND before - second_before <= 60000000
),

-- What comes over 60 s after the first of a run that lasts longer. They are few, which is good: a list must fit into memory.
late AS (
    SELECT
        incident_id,
        recipient,
        moment,
        run_at
    FROM runs
    WHERE moment > run_at + 60000000
),

late_pages AS (
    SELECT
        recipient,
        unnest(list_reduce(
            list_transform(list(moment ORDER BY moment), lambda moment : [moment]),
            lambda pages, next : CASE
                WHEN next[1] > pages[-1] + 60000000 THEN list_concat(pages, next)
                ELSE pages
            END
        )) AS moment
    FROM late
    GROUP BY
        recipient,
        run_at
),

pages AS (
    SELECT
        incident_id,
        recipient,
        moment
    FROM neighbours
    WHERE before IS NULL
        OR moment - before > 60000000

    UNION ALL

    SELECT
        MIN(late.incident_id) AS incident_id,
        late.recipient,
        late.moment
    FROM late
    JOIN late_pages
        ON late_pages.recipient = late.recipient
        AND late_pages.moment = late.moment
    GROUP BY
        late.recipient,
        late.moment
),

-- Of the clocks of 17 years those of the pages: few, and cheaper to look through than to sort the pages by time. They are
-- grouped though there is nothing to group: of a table that it has just written DuckDB does not know how long it is, what is
-- grouped it takes for short, and it is the shorter one of a join that it keeps in memory.
clocks AS (
    SELECT
        person_id,
        epoch_us(since_at) AS since,
        COALESCE(epoch_us(until_at), 9223372036854775807) AS until,
        60000000 * MAX(utc_offset_minutes)::BIGINT AS utc_offset
    FROM facts.clocks
    WHERE until_at IS NULL
        OR until_at > (SELECT make_timestamptz(MIN(moment)) FROM neighbours)
    GROUP BY
        person_id,
        since_at,
        until_at
),

local_pages AS (
    SELECT
        pages.incident_id,
        incidents.service_id,
        incidents.team_id,
        CASE WHEN pages.recipient > 0 THEN pages.recipient END AS person_id,
        pages.moment,
        make_timestamp(pages.moment + clocks.utc_offset) AS local_at
    FROM pages
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = pages.incident_id
    LEFT JOIN clocks
        ON clocks.person_id = pages.recipient
        AND clocks.since <= pages.moment
        AND clocks.until > pages.moment
)

SELECT
    pages.incident_id,
    pages.service_id,
    pages.team_id,
    pages.person_id,
    make_timestamptz(pages.moment) AS paged_at,
    pages.local_at,
    CASE
        WHEN pages.local_at IS NULL THEN NULL
        WHEN isodow(pages.local_at) <= 5 AND CASE
            WHEN settings.business_start <= settings.business_end
                THEN pages.local_at::TIME >= settings.business_start AND pages.local_at::TIME < settings.business_end
            ELSE pages.local_at::TIME >= settings.business_start OR pages.local_at::TIME < settings.business_end
        END THEN 'business'
        WHEN CASE
            WHEN settings.sleep_start <= settings.sleep_end
                THEN pages.local_at::TIME >= settings.sleep_start AND pages.local_at::TIME < settings.sleep_end
            ELSE pages.local_at::TIME >= settings.sleep_start OR pages.local_at::TIME < settings.sleep_end
        END THEN 'sleep'
        ELSE 'off_hours'
    END::ENUM ('business', 'off_hours', 'sleep') AS day_part,
    date_trunc('week', make_timestamp(pages.moment))::DATE AS week
FROM local_pages AS pages
CROSS JOIN staging.settings AS settings
