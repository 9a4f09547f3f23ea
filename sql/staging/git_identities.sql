-- One row per distinct name and e-mail in a repository, with what its .mailmap makes of them.
SELECT
    repo_id,
    identity_id,
    name,
    email,
    mapped_name,
    mapped_email
FROM raw.git_identities
