-- One row per person and week with commits of theirs, of the kept weeks: commits, local_commits whose local time is known,
-- and after_hours_commits outside local business hours. A commit's local time is its author's, as git recorded it; a
-- co-author's is on their own clock, and unknown where their time zone is. Merges and bots are not here. Counted and not one
-- row per commit, because nothing reads the hour of one: of 10 million that is seconds.
WITH kept AS (
    SELECT
        date_trunc('week', as_of)::DATE - weeks * 7 AS since,
        business_start,
        business_end
    FROM staging.settings
),

coauthored AS (
    SELECT
        coauthors.person_id,
        coauthors.week,
        commits.authored_at
    FROM facts.commit_people AS coauthors
    JOIN facts.commits AS commits
        ON commits.repo_id = coauthors.repo_id
        AND commits.commit_id = coauthors.commit_id
    WHERE coauthors.is_author IS NOT TRUE
        AND commits.person_id <> coauthors.person_id
        AND NOT coauthors.is_bot
        AND NOT coauthors.is_merge
        AND coauthors.week >= (SELECT since FROM kept)
),

written AS (
    SELECT
        person_id,
        week,
        make_timestamp(epoch_us(authored_at) + 60000000 * author_utc_offset_minutes::BIGINT) AS local_at
    FROM facts.commits
    WHERE NOT is_bot
        AND NOT is_merge
        AND week >= (SELECT since FROM kept)

    UNION ALL

    SELECT
        coauthored.person_id,
        coauthored.week,
        make_timestamp(epoch_us(coauthored.authored_at) + 60000000 *
            CASE WHEN clocks.until_at IS NULL OR coauthored.authored_at < clocks.until_at THEN clocks.utc_offset_minutes END::BIGINT
        ) AS local_at
    FROM coauthored
    ASOF LEFT JOIN facts.clocks AS clocks
        ON clocks.person_id = coauthored.person_id
        AND clocks.since_at <= coauthored.authored_at
)

SELECT
    written.person_id,
    written.week,
    count(*) AS commits,
    count(written.local_at) AS local_commits,
    count(*) FILTER (
        WHERE NOT (isodow(written.local_at) <= 5 AND CASE
            WHEN kept.business_start <= kept.business_end
                THEN written.local_at::TIME >= kept.business_start AND written.local_at::TIME < kept.business_end
            ELSE written.local_at::TIME >= kept.business_start OR written.local_at::TIME < kept.business_end
        END)
    ) AS after_hours_commits
FROM written
CROSS JOIN kept
GROUP BY
    written.person_id,
    written.week
