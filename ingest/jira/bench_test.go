package jira

import (
	"path/filepath"
	"testing"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// BenchmarkIngest reads a site from a server in the same process, whose work is in the time, into a file.
func BenchmarkIngest(b *testing.B) {
	for _, deployment := range deployments {
		b.Run(deployment, func(b *testing.B) {
			w := serve(b, random(5_000), sample.JiraOptions{Deployment: deployment})
			rows := 0
			for b.Loop() {
				db, err := sql.Open(b.Context(), filepath.Join(b.TempDir(), "w.duckdb"), sql.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := ingest.Run(b.Context(), db, w.source(b), ingest.Options{Clock: w.clock}); err != nil {
					b.Fatal(err)
				}
				var n int
				scan(b, db, "SELECT (SELECT count(*) FROM raw.jira_issues) + (SELECT count(*) FROM raw.jira_histories) + (SELECT count(*) FROM raw.jira_comments)", nil, &n)
				rows += n
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "objects/s")
		})
	}
}

// BenchmarkStaging takes all columns of a million entries of changelogs out of their JSON, and of 100,000 issues.
func BenchmarkStaging(b *testing.B) {
	w := serve(b, random(2_000), sample.JiraOptions{})
	db := sourcetest.Warehouse(b)
	run(b, db, w.source(b))
	exec := func(stmt string, args ...any) {
		b.Helper()
		err := db.Update(b.Context(), func(tx *sql.Tx) error { return tx.Exec(b.Context(), stmt, args...) })
		if err != nil {
			b.Fatal(err)
		}
	}
	for table, rows := range map[string]int{"jira_histories": 1_000_000, "jira_issues": 100_000} {
		exec("CREATE TABLE raw.few AS SELECT * FROM raw." + table)
		exec("DELETE FROM raw." + table)
		exec("INSERT INTO raw."+table+" BY NAME SELECT f.* REPLACE (id || '-' || i AS id) FROM raw.few AS f, range($1) AS r (i) LIMIT $1", rows)
		exec("DROP TABLE raw.few")
	}
	for _, table := range []string{"staging.jira_changes", "staging.jira_issues"} {
		b.Run(table, func(b *testing.B) {
			for b.Loop() {
				exec("CREATE OR REPLACE TABLE raw.extracted AS (" + sql.Select(table) + ")")
			}
			var rows int
			scan(b, db, "SELECT count(*) FROM raw.extracted", nil, &rows)
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
