-- One row per person and commit of theirs in the kept weeks. local_at is when it was written, on the clock of its author as
-- git recorded it; a co-author's is on their own clock, and NULL where their time zone is not known. is_after_hours: outside
-- local business hours. Merges and bots are not here.
WITH authored AS (
    SELECT
        commit_people.repo_id,
        commit_people.commit_id,
        commit_people.person_id,
        commit_people.week,
        commits.authored_at,
        CASE WHEN commits.person_id = commit_people.person_id THEN commits.author_utc_offset_minutes END AS utc_offset_minutes
    FROM facts.commit_people AS commit_people
    JOIN facts.commits AS commits
        ON commits.repo_id = commit_people.repo_id
        AND commits.commit_id = commit_people.commit_id
    WHERE NOT commit_people.is_bot
        AND NOT commit_people.is_merge
        AND commit_people.week >= (SELECT date_trunc('week', as_of) - weeks * INTERVAL 7 DAY FROM staging.settings)
),

clocked AS (
    SELECT
        authored.repo_id,
        authored.commit_id,
        authored.person_id,
        authored.week,
        make_timestamp(epoch_us(authored.authored_at) + 60000000 * COALESCE(
            authored.utc_offset_minutes,
            CASE WHEN clocks.until_at IS NULL OR authored.authored_at < clocks.until_at THEN clocks.utc_offset_minutes END
        )::BIGINT) AS local_at
    FROM authored
    ASOF LEFT JOIN facts.clocks AS clocks
        ON clocks.person_id = authored.person_id
        AND clocks.since_at <= authored.authored_at
)

SELECT
    clocked.repo_id,
    clocked.commit_id,
    clocked.person_id,
    clocked.week,
    clocked.local_at,
    NOT (isodow(clocked.local_at) <= 5 AND CASE
        WHEN settings.business_start <= settings.business_end
            THEN clocked.local_at::TIME >= settings.business_start AND clocked.local_at::TIME < settings.business_end
        ELSE clocked.local_at::TIME >= settings.business_start OR clocked.local_at::TIME < settings.business_end
    END) AS is_after_hours
FROM clocked
CROSS JOIN staging.settings AS settings
