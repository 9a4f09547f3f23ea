-- One row per rule and owner of a repository's CODEOWNERS; owner NULL is a rule that says nobody.
SELECT
    repo_id,
    path,
    line,
    pattern,
    owner
FROM raw.codeowners
