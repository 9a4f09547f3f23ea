package metrics

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkWeekly builds weekly and metrics over three years of synthetic commits: a tenth are merges and a twentieth a
// bot's; a repository has 25,000 commits by 60 of the organisation's people, most of them by few.
// FEWHANDS_BENCH_COMMITS sets their number (default 1,000,000; the design's aim is 15 s for 10,000,000).
func BenchmarkWeekly(b *testing.B) {
	commits := 1_000_000
	if text := os.Getenv("FEWHANDS_BENCH_COMMITS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		commits = n
	}
	ctx := context.Background()
	db, err := sql.Open(ctx, filepath.Join(b.TempDir(), "bench.duckdb"), sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	settings := sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7)}
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed(nil), nil); err != nil {
		b.Fatal(err)
	}
	repos := max(commits/25_000, 1)
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, stmt := range []string{
			fmt.Sprintf(`
				INSERT INTO facts.repositories BY NAME
				SELECT i::INTEGER AS repo_id, 'group/repository-' || i AS repo FROM range(%d) AS r (i)`, repos),
			fmt.Sprintf(`
				INSERT INTO facts.commit_people BY NAME
				SELECT
					(i %% %[1]d)::INTEGER AS repo_id,
					(i // %[1]d)::INTEGER AS commit_id,
					(hash(i %% %[1]d * 1000 + (hash(i * 7 + 1) %% 60) * (hash(i * 13) %% 60) // 60) %% %[2]d)::INTEGER AS person_id,
					hash(i * 3) %% 20 = 0 AS is_bot,
					hash(i * 5) %% 10 = 0 AS is_merge,
					DATE '2026-01-11' - (hash(i * 11) %% 1092)::INTEGER AS committed_on,
					date_trunc('week', committed_on)::DATE AS week
				FROM range(%[3]d) AS r (i)`, repos, repos*12+200, commits),
			`INSERT INTO facts.commits BY NAME
				SELECT repo_id, commit_id, person_id, is_bot, is_merge, week FROM facts.commit_people`,
			namelessPeople,
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := db.BuildLayers(ctx, []string{"weekly", "metrics"}, settings, computed(nil), nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(commits)*float64(b.N)/b.Elapsed().Seconds(), "commits/s")
}
