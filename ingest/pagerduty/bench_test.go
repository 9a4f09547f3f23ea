package pagerduty

import (
	"path/filepath"
	"testing"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// BenchmarkIngest reads an account from a server in the same process, whose work is in the time, into a file.
func BenchmarkIngest(b *testing.B) {
	data := sample.RandomPagerDuty(5, 10_000, since, now)
	w := serve(b, data, sample.PagerDutyOptions{})
	read := 0
	for b.Loop() {
		db, err := sql.Open(b.Context(), filepath.Join(b.TempDir(), "w.duckdb"), sql.Options{})
		if err != nil {
			b.Fatal(err)
		}
		results, err := ingest.Run(b.Context(), db, w.source(b), ingest.Options{Clock: w.clock})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range results {
			read += r.Changed
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "objects/s")
}

// BenchmarkStaging takes all columns of a million log entries out of their JSON.
func BenchmarkStaging(b *testing.B) {
	data := sample.RandomPagerDuty(5, 3_000, since, now)
	w := serve(b, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(b)
	run(b, db, w.source(b))
	build(b, db)
	const rows = 1_000_000
	exec := func(stmt string, args ...any) {
		b.Helper()
		err := db.Update(b.Context(), func(tx *sql.Tx) error { return tx.Exec(b.Context(), stmt, args...) })
		if err != nil {
			b.Fatal(err)
		}
	}
	exec(`CREATE TABLE raw.few AS SELECT * FROM raw.pagerduty_log_entries`)
	exec(`DELETE FROM raw.pagerduty_log_entries`)
	exec(`INSERT INTO raw.pagerduty_log_entries
		SELECT id || '-' || i, created_at, payload, readable, fetched_at, gone_at
		FROM raw.few, range($1) AS r(i) LIMIT $2`, rows/10_000, rows)
	var bytes float64
	scan(b, db, "SELECT avg(length(payload)) FROM raw.pagerduty_log_entries", nil, &bytes)
	for b.Loop() {
		exec("CREATE OR REPLACE TABLE raw.extracted AS SELECT * FROM staging.pagerduty_log_entries")
	}
	var got int
	scan(b, db, "SELECT count(*) FROM raw.extracted", nil, &got)
	b.ReportMetric(float64(got*b.N)/b.Elapsed().Seconds(), "objects/s")
	b.ReportMetric(bytes, "bytes/object")
}
