package metrics

import (
	"context"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// Where nobody of git is known in Jira, what committers do with tickets is not known: it is not zero.
func TestCommittersUnknownInJiraAreNotIdle(t *testing.T) {
	ctx := context.Background()
	db := factsOnly(t)
	for _, c := range []struct {
		name, identities   string
		gitJira, gitPagers bool
	}{
		{"nothing is known", "", true, true},
		{"git alone", "('git', 1)", true, true},
		{"strangers", "('git', 1), ('jira', 2), ('pagerduty', 1)", false, true},
		{"only a bot is in both", "('git', 1), ('git', 9), ('jira', 9), ('jira', 2), ('pagerduty', 2)", false, false},
		{"one is known", "('git', 1), ('jira', 1), ('jira', 2), ('pagerduty', 2)", true, false},
	} {
		var gitJira, gitPagers bool
		err := db.Update(ctx, func(tx *sql.Tx) error {
			statements := []string{
				"DELETE FROM facts.people",
				"DELETE FROM facts.identities",
				`INSERT INTO facts.people BY NAME
					SELECT id AS person_id, 'p' || id AS person, 'P' AS name, '' AS email, id = 9 AS is_bot FROM (SELECT unnest([1, 2, 9]) AS id)`,
			}
			if c.identities != "" {
				statements = append(statements, `INSERT INTO facts.identities BY NAME
					SELECT source, person_id, '' AS name, '' AS email, 'alone' AS matched_by FROM (VALUES `+c.identities+`) AS i (source, person_id)`)
			}
			for _, statement := range statements {
				if err := tx.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return tx.QueryRow(ctx, "SELECT git_jira, git_pagerduty FROM ("+sql.Select("facts.account_links")+")").Scan(&gitJira, &gitPagers)
		})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if gitJira != c.gitJira || gitPagers != c.gitPagers {
			t.Errorf("%s: linked to Jira %v and PagerDuty %v, want %v and %v", c.name, gitJira, gitPagers, c.gitJira, c.gitPagers)
		}
	}
}
