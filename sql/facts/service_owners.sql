-- One row per service and duty (technical, product) that somebody has. org.yaml is believed before Backstage. owner is the
-- id that the person is declared by.
SELECT
    keys.service_id,
    owners.duty,
    arg_min(identities.person_id, owners.source = 'backstage') AS person_id,
    arg_min(owners.owner, owners.source = 'backstage') AS owner,
    MAX(owners.source) AS source
FROM staging.org_service_owners AS owners
JOIN facts.service_keys AS keys
    ON keys.source = owners.source
    AND keys.key = owners.service
JOIN facts.identities AS identities
    ON identities.source = 'org'
    AND identities.account = owners.owner
GROUP BY
    keys.service_id,
    owners.duty
