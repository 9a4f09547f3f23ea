-- One row per ticket. ticket is Jira's key now; service_id is the service that the first of its components belongs to that
-- any service claims, else that of its project; team_id owns the service now. Both are NULL where no service claims it.
--
-- resolver_id made the last change of its status into the category done; resolved_at is when. While a ticket is in no done
-- status, also again, both are NULL. One that is done without such a change has Jira's own date of resolution and no resolver;
-- nor has one that a bot resolved, or somebody the source does not name. Of one whose whole changelog is gone, as in archives,
-- who has it is taken for its resolver, and is_resolver_assumed is true. reopened is how often it left a done status.
-- reporter_id and assignee_id are NULL for bots too. resolved_on and week are those of the resolution.
--
-- is_reliability: it has one of the configured labels or types of reliability work; NULL where none is configured.
-- is_customer likewise. is_review: a post-incident review, by its type, a label or its summary. is_quality: labels or
-- summary speak of latency, retries, errors, or what users experience. is_product: a type or label of product work, and
-- neither reliability work nor a review. priority_rank is 1 (highest) to 5, NULL for names that say no rank.
WITH settings AS (
    SELECT
        list(lower(value)) FILTER (WHERE kind = 'reliability_label') AS reliability_labels,
        list(lower(value)) FILTER (WHERE kind = 'reliability_type') AS reliability_types,
        list(lower(value)) FILTER (WHERE kind = 'customer_label') AS customer_labels,
        list(lower(value)) FILTER (WHERE kind = 'customer_type') AS customer_types
    FROM staging.jira_settings
),

accounts AS (
    SELECT
        identities.account,
        MIN(identities.person_id) AS person_id
    FROM facts.identities AS identities
    JOIN facts.people AS people
        ON people.person_id = identities.person_id
    WHERE identities.source = 'jira'
        AND NOT people.is_bot
    GROUP BY
        identities.account
),

issues AS (
    SELECT
        issue_id,
        key AS ticket,
        url,
        project_key,
        type,
        lower(type) AS lower_type,
        priority,
        status_category,
        reporter_id,
        creator_id,
        assignee_id,
        components,
        created_at,
        resolved_at,
        list_transform(COALESCE(labels, []), lambda label : lower(label)) AS labels,
        -- One text to search: everything between bars, words apart by single spaces.
        regexp_replace(
            lower(concat('| ', type, ' | ', array_to_string(COALESCE(labels, []), ' | '), ' | ', summary, ' |')), '[\s_-]+', ' ', 'g'
        ) AS words
    FROM staging.jira_issues
),

components AS (
    SELECT
        issue_id,
        project_key,
        lower(unnest(components)) AS component,
        generate_subscripts(components, 1) AS place
    FROM issues
),

component_services AS (
    SELECT
        components.issue_id,
        arg_min(services.service_id, components.place) AS service_id
    FROM components
    JOIN facts.jira_services AS services
        ON services.project_key = components.project_key
        AND lower(services.component) = components.component
    GROUP BY
        components.issue_id
),

project_services AS (
    SELECT
        project_key,
        MIN(service_id) AS service_id
    FROM facts.jira_services
    WHERE component IS NULL
    GROUP BY
        project_key
),

crossings AS (
    SELECT
        ticket_id,
        person_id,
        happened_at,
        event,
        COUNT(*) FILTER (WHERE event = 'reopened') OVER (PARTITION BY ticket_id) AS reopened,
        ROW_NUMBER() OVER (PARTITION BY ticket_id ORDER BY happened_at DESC, change_id DESC, item DESC) AS place_from_end
    FROM facts.ticket_changes
    WHERE event IN ('resolved', 'reopened')
),

changed AS (
    SELECT DISTINCT
        ticket_id
    FROM facts.ticket_changes
),

kinds AS (
    SELECT
        issues.issue_id,
        CASE
            WHEN settings.reliability_labels IS NOT NULL OR settings.reliability_types IS NOT NULL
                THEN list_has_any(issues.labels, COALESCE(settings.reliability_labels, []))
                    OR list_contains(COALESCE(settings.reliability_types, []), COALESCE(issues.lower_type, ''))
        END AS is_reliability,
        CASE
            WHEN settings.customer_labels IS NOT NULL OR settings.customer_types IS NOT NULL
                THEN list_has_any(issues.labels, COALESCE(settings.customer_labels, []))
                    OR list_contains(COALESCE(settings.customer_types, []), COALESCE(issues.lower_type, ''))
        END AS is_customer,
        regexp_matches(issues.words, 'post ?mortem|post incident|incident (review|retrospective|retro|report)|root cause analysis|\brca\b') AS is_review,
        regexp_matches(
            issues.words,
            '\b(latenc|slow|performan|time ?out|time[sd] out|retr(y|ies|ied)\b|error|exception|crash|unresponsive|hangs?\b|freez|flak[ye]|broken|'
                || 'user experience|ux\b|usab|accessib|confusing)'
        ) AS is_quality,
        COALESCE(issues.lower_type IN (
            'story', 'user story', 'feature', 'new feature', 'feature request', 'improvement', 'enhancement', 'epic', 'initiative', 'idea'
        ), FALSE)
            OR list_has_any(issues.labels, ['product', 'feature', 'enhancement', 'roadmap']) AS is_product
    FROM issues
    CROSS JOIN settings
),

tickets AS (
    SELECT
        keys.ticket_id,
        issues.ticket,
        issues.url,
        COALESCE(component_services.service_id, project_services.service_id) AS service_id,
        issues.project_key AS project,
        issues.type,
        CASE
            WHEN lower(issues.priority) IN ('highest', 'blocker', 'urgent', 'p0', 'p1', 'sev0', 'sev1') THEN 1
            WHEN lower(issues.priority) IN ('high', 'critical', 'p2', 'sev2') THEN 2
            WHEN lower(issues.priority) IN ('medium', 'major', 'normal', 'p3', 'sev3') THEN 3
            WHEN lower(issues.priority) IN ('low', 'minor', 'p4', 'sev4') THEN 4
            WHEN lower(issues.priority) IN ('lowest', 'trivial', 'p5', 'sev5') THEN 5
        END AS priority_rank,
        issues.status_category,
        kinds.is_reliability,
        kinds.is_customer,
        kinds.is_review,
        kinds.is_quality,
        kinds.is_product AND NOT COALESCE(kinds.is_reliability, FALSE) AND NOT kinds.is_review AS is_product,
        reporters.person_id AS reporter_id,
        assignees.person_id AS assignee_id,
        CASE
            WHEN issues.status_category = 'done' AND crossings.event = 'resolved' THEN crossings.person_id
            WHEN issues.status_category = 'done' AND changed.ticket_id IS NULL AND issues.resolved_at IS NOT NULL THEN assignees.person_id
        END AS resolver_id,
        issues.status_category = 'done' AND changed.ticket_id IS NULL AND issues.resolved_at IS NOT NULL
            AND assignees.person_id IS NOT NULL AS is_resolver_assumed,
        issues.created_at,
        CASE
            WHEN issues.status_category = 'done' AND crossings.event = 'resolved' THEN crossings.happened_at
            WHEN issues.status_category = 'done' THEN issues.resolved_at
        END AS resolved_at,
        COALESCE(crossings.reopened, 0)::INTEGER AS reopened
    FROM issues
    JOIN facts.ticket_keys AS keys
        ON keys.issue_id = issues.issue_id
    JOIN kinds
        ON kinds.issue_id = issues.issue_id
    LEFT JOIN component_services
        ON component_services.issue_id = issues.issue_id
    LEFT JOIN project_services
        ON project_services.project_key = issues.project_key
    LEFT JOIN accounts AS reporters
        ON reporters.account = COALESCE(issues.reporter_id, issues.creator_id)
    LEFT JOIN accounts AS assignees
        ON assignees.account = issues.assignee_id
    LEFT JOIN crossings
        ON crossings.ticket_id = keys.ticket_id
        AND crossings.place_from_end = 1
    LEFT JOIN changed
        ON changed.ticket_id = keys.ticket_id
)

SELECT
    tickets.ticket_id,
    tickets.ticket,
    tickets.url,
    tickets.service_id,
    services.team_id,
    tickets.project,
    tickets.type,
    tickets.priority_rank,
    tickets.status_category,
    tickets.is_reliability,
    tickets.is_customer,
    tickets.is_review,
    tickets.is_quality,
    tickets.is_product,
    tickets.reporter_id,
    tickets.assignee_id,
    tickets.resolver_id,
    tickets.is_resolver_assumed,
    tickets.created_at,
    make_timestamp(epoch_us(tickets.created_at))::DATE AS created_on,
    tickets.resolved_at,
    make_timestamp(epoch_us(tickets.resolved_at))::DATE AS resolved_on,
    date_trunc('week', make_timestamp(epoch_us(tickets.resolved_at)))::DATE AS week,
    tickets.reopened
FROM tickets
LEFT JOIN facts.services AS services
    ON services.service_id = tickets.service_id
