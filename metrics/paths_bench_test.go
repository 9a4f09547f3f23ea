package metrics

import (
	"context"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// One repository with a million paths, 300 services with three globs each, and a CODEOWNERS of 400 rules.
func BenchmarkServicePaths(b *testing.B) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, statement := range []string{
			`CREATE SCHEMA staging`, `CREATE SCHEMA facts`,
			`CREATE TABLE facts.paths AS SELECT 1::INTEGER AS repo_id, i::INTEGER AS path_id,
				'services/s' || i % 400 || '/internal/part' || i % 7 || '/file' || i || CASE i % 5 WHEN 0 THEN '.sql' ELSE '.go' END AS path FROM range(1000000) AS r (i)`,
			`CREATE TABLE facts.service_globs AS SELECT 1::INTEGER AS repo_id, s::INTEGER AS service_id, unnest(['services/s' || s || '/**',
				'lib/s' || s || '/**/*.go', 'services/s' || s || '/**/*.sql']) AS pattern, 'org.yaml' AS source FROM range(1, 301) AS r (s)`,
			`CREATE TABLE staging.codeowners AS SELECT 1::INTEGER AS repo_id, l::INTEGER AS line, CASE WHEN l % 10 = 0 THEN '*.x' || l
				ELSE '/services/s' || l || '/' END AS pattern, '@a/b' AS owner FROM range(1, 401) AS r (l)`,
		} {
			if err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := db.Update(ctx, func(tx *sql.Tx) error { return computePaths()(ctx, tx) }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "paths/s")
}
