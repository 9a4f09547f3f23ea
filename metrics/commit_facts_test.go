package metrics

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

func TestGlobs(t *testing.T) {
	for _, test := range []struct {
		path string
		want bool
	}{
		{".github/workflows/test.yml", true},
		{"Dockerfile", true},
		{"services/checkout/Dockerfile.prod", true},
		{"infra/main.go", true},
		{"a/b/infra/c/d.txt", true},
		{"infrared/main.go", false},
		{"docs/runbook-checkout.md", true},
		{"modules/vpc/main.tf", true},
		{"modules/vpc/main.tfx", false},
		{"src/alerting.go", false},
		{"config/cpu-alerts.yml", true},
		{"social/main.go", false},
		{"", false},
	} {
		if got := regexp.MustCompile(globPattern(DefaultOperational)).MatchString(test.path); got != test.want {
			t.Errorf("%q is operational: %v", test.path, got)
		}
	}
	for _, test := range []struct {
		glob, path string
		want       bool
	}{
		{"checkout/**", "checkout/a/b.go", true},
		{"checkout/**", "a/checkout/b.go", false},
		{"a/*/c", "a/b/c", true},
		{"a/*/c", "a/b/b/c", false},
		{"a/?.go", "a/é.go", true},
		{"*.(x", "a/b.(x", true},
		{"a.b/c", "aXb/c", false},
	} {
		if got := regexp.MustCompile(globPattern([]string{test.glob})).MatchString(test.path); got != test.want {
			t.Errorf("%q matches %q: %v", test.glob, test.path, got)
		}
	}
}

func TestReliabilityCommits(t *testing.T) {
	ctx := context.Background()
	w := newTicketWarehouse(t)
	subjects := []struct{ subject, why string }{
		{`Revert "Cache the rates"`, "revert"},
		{"revert: cache the rates", "revert"},
		{"Hotfix for the exchange client", "hotfix"},
		{"Fix the outage of search", "hotfix"},
		{"Fix typo", ""},
		{"Fixes production", "hotfix"},
		{"Prefix the product names", ""},
		{"INC-42: close connections", "incident"},
		{"Close connections (incident #42)", "incident"},
		{"Close connections (incident #43)", ""}, // there is none
		{"Close connections, Q1ABCDEF", "incident"},
		{"Close connections, Q1ABCDEG", ""},
		{"PAY-1 Pay by invoice", ""},
		{"PAY-2, PAY-1: retry", "ticket"},
		{"XPAY-2: retry", ""},
		{"Change the port", "operational"},
		{"Merge branch 'hotfix'", ""},
	}
	rows := ""
	for i, s := range subjects {
		parents := 1
		if s.subject == "Merge branch 'hotfix'" {
			parents = 2
		}
		rows += fmt.Sprintf(", (1, %d, %d, '%s')", i, parents, regexp.MustCompile("'").ReplaceAllString(s.subject, "''"))
	}
	tables := map[string]string{
		"staging.git_commits":         "SELECT * FROM (VALUES " + rows[2:] + ") AS c (repo_id, commit_id, parents, subject)",
		"staging.pagerduty_incidents": "SELECT 'Q1ABCDEF' AS incident_id, 42 AS incident_number",
		"facts.incident_keys":         "SELECT 1 AS incident_id, 'Q1ABCDEF' AS incident",
		"facts.paths":                 "SELECT 1 AS repo_id, unnest([7, 8]) AS path_id, unnest(['deploy/port.yaml', 'main.go']) AS path",
		"facts.file_changes":          "SELECT 1 AS repo_id, unnest([15, 15, 4]) AS commit_id, unnest([7, 8, 8]) AS path_id",
		"facts.service_paths":         "SELECT 1 AS repo_id, unnest([7, 8, 8]) AS path_id, unnest([1, 1, 2]) AS service_id",
		"staging.jira_issues": `SELECT * FROM (VALUES ('1', 'PAY-1', 'Story', ['invoice']), ('2', 'PAY-2', 'Bug', ['toil'])) AS i
			(issue_id, key, type, labels)`,
		"staging.jira_settings": "SELECT 'reliability_label' AS kind, 'toil' AS value",
	}
	err := w.db.Update(ctx, func(tx *sql.Tx) error {
		for _, view := range []string{"staging.git_commits", "staging.pagerduty_incidents", "facts.incident_keys"} {
			if err := viewToTable(ctx, tx, view); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.fill(t, tables)
	build := func() {
		t.Helper()
		err := w.db.Update(ctx, func(tx *sql.Tx) error {
			if err := computeOperationalPaths()(ctx, tx); err != nil {
				return err
			}
			for _, table := range []string{"facts.commit_services", "facts.reliability_commits"} {
				if err := tx.Exec(ctx, "CREATE OR REPLACE TABLE "+table+" AS ("+sql.Select(table)+")"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	build()
	var want []string
	for i, s := range subjects {
		if s.why != "" {
			want = append(want, fmt.Sprintf("%02d %s", i, s.why))
		}
	}
	const reasons = "SELECT format('{:02d} {}', commit_id, why) AS says FROM facts.reliability_commits ORDER BY says"
	expectRows(t, w.db, reasons, want...)
	expectRows(t, w.db, "SELECT commit_id || ' ' || service_id AS says FROM facts.commit_services ORDER BY says", "15 1", "15 2", "4 1", "4 2")

	// Without labels or types in the config, every ticket but those of product work.
	w.fill(t, map[string]string{"staging.jira_settings": "SELECT NULL AS kind, NULL AS value LIMIT 0"})
	build()
	expectRows(t, w.db, reasons, want...)
	w.fill(t, map[string]string{"staging.jira_settings": "SELECT 'reliability_label' AS kind, 'other' AS value"})
	build()
	expectRows(t, w.db, "SELECT count(*) || '' FROM facts.reliability_commits WHERE why = 'ticket'", "0")
}
