-- One row per page: a notification to a person by push, SMS or phone. Those to one person up to 60 s after a page are the
-- same page, whatever they are about, and its incident is that of the first; the next one after these 60 s is a new page.
-- E-mail is no page. Whether a notification arrived is not always known, so one that failed counts. person_id is NULL
-- where the source does not say who was paged; bots are not here. channel is push, sms or phone, or NULL where it is
-- another or not known. local_at is the time on the person's own clock, and day_part the part of the day by it: business,
-- off_hours or sleep; both are NULL where the person's time zone is not known. facts.incident_events has every single
-- notification.
WITH notifications AS (
    SELECT
        incident_id,
        person_id,
        -- Each of those nobody is named for may be anybody's: they are apart by incident.
        COALESCE(person_id, -incident_id) AS recipient,
        happened_at,
        channel
    FROM facts.incident_events
    WHERE event = 'notify'
        AND channel IS DISTINCT FROM 'email'
        AND (person_id IS NOT NULL OR is_unnamed)
),

neighbours AS (
    SELECT
        incident_id,
        person_id,
        recipient,
        happened_at,
        channel,
        ROW_NUMBER() OVER notification AS place,
        epoch_us(happened_at) - epoch_us(LAG(happened_at) OVER notification) AS since_before,
        epoch_us(LEAD(happened_at) OVER notification) - epoch_us(happened_at) AS until_after
    FROM notifications
    WINDOW notification AS (
        PARTITION BY recipient
        ORDER BY happened_at, incident_id, channel
    )
),

-- Only those with another one within 60 s on either side have to be looked at further. Of these, one over 60 s after the
-- one before it is a page in any case. run_at is the last one of these.
runs AS (
    SELECT
        incident_id,
        person_id,
        recipient,
        happened_at,
        channel,
        place,
        since_before,
        MAX(CASE WHEN since_before IS NULL OR since_before > 60000000 THEN happened_at END) OVER (
            PARTITION BY recipient
            ORDER BY place
            ROWS UNBOUNDED PRECEDING
        ) AS run_at
    FROM neighbours
    WHERE since_before <= 60000000
        OR until_after <= 60000000
),

-- What comes over 60 s after the first of a run that lasts longer. They are few, which is good: a list must fit into memory.
late AS (
    SELECT
        incident_id,
        person_id,
        recipient,
        happened_at,
        channel,
        place,
        run_at,
        ROW_NUMBER() OVER (
            PARTITION BY recipient, happened_at
            ORDER BY place
        ) AS place_in_moment
    FROM runs
    WHERE epoch_us(happened_at) > epoch_us(run_at) + 60000000
),

late_pages AS (
    SELECT
        recipient,
        unnest(list_reduce(
            list_transform(list(happened_at ORDER BY happened_at), lambda moment : [moment]),
            lambda pages, next : CASE
                WHEN next[1] > pages[-1] + INTERVAL 60 SECONDS THEN list_concat(pages, next)
                ELSE pages
            END
        )) AS happened_at
    FROM late
    GROUP BY
        recipient,
        run_at
),

pages AS (
    SELECT
        incident_id,
        person_id,
        recipient,
        place,
        happened_at AS paged_at,
        channel
    FROM neighbours
    WHERE since_before IS NULL
        OR since_before > 60000000

    UNION ALL

    SELECT
        late.incident_id,
        late.person_id,
        late.recipient,
        late.place,
        late.happened_at AS paged_at,
        late.channel
    FROM late
    JOIN late_pages
        ON late_pages.recipient = late.recipient
        AND late_pages.happened_at = late.happened_at
    WHERE late.place_in_moment = 1
),

-- Of the clocks of 17 years those of the pages: few, and cheaper to look through than to sort the pages by time.
clocks AS (
    SELECT
        person_id,
        since_at,
        COALESCE(until_at, TIMESTAMPTZ 'infinity') AS until_at,
        utc_offset_minutes
    FROM facts.clocks
    WHERE until_at IS NULL
        OR until_at > (SELECT MIN(happened_at) FROM notifications)
),

local_pages AS (
    SELECT
        pages.recipient::BIGINT * 4294967296 + pages.place AS page_id,
        pages.incident_id,
        incidents.service_id,
        incidents.team_id,
        pages.person_id,
        pages.paged_at,
        pages.channel,
        make_timestamp(epoch_us(pages.paged_at) + 60000000 * clocks.utc_offset_minutes::BIGINT) AS local_at
    FROM pages
    JOIN facts.incidents AS incidents
        ON incidents.incident_id = pages.incident_id
    LEFT JOIN clocks
        ON clocks.person_id = pages.person_id
        AND clocks.since_at <= pages.paged_at
        AND clocks.until_at > pages.paged_at
)

SELECT
    pages.page_id,
    pages.incident_id,
    pages.service_id,
    pages.team_id,
    pages.person_id,
    pages.paged_at,
    pages.channel,
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
    date_trunc('week', make_timestamp(epoch_us(pages.paged_at)))::DATE AS week
FROM local_pages AS pages
CROSS JOIN staging.settings AS settings
