package metrics

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkAuthorship computes the truck factors of synthetic facts, written by DuckDB itself: repositories of 125,000
// touches on 5,000 files by 60 of 5,000 people over 156 weeks, 104 of them kept, one touch in 500 a rename.
// FEWHANDS_BENCH_TOUCHES sets the number of touches (default 500,000). peak-MiB is that of the process, DuckDB included.
func BenchmarkAuthorship(b *testing.B) {
	touches := 500_000
	if text := os.Getenv("FEWHANDS_BENCH_TOUCHES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		touches = n
	}
	benchmarkFacts(b, touches, `
		INSERT INTO facts.file_changes BY NAME
		SELECT
		    (i // 125000)::INTEGER AS repo_id,
		    (i // 5)::INTEGER AS commit_id,
		    (CASE WHEN i % 125000 < 5000 THEN i % 125000 ELSE hash(i) % 5000 END)::INTEGER AS path_id,
		    CASE WHEN i % 125000 >= 5000 AND i % 500 = 0 THEN (hash(i + 1) % 5000)::INTEGER END AS old_path_id,
		    (1 + hash((i // 125000) * 60 + ((hash(i // 5 + 2) % 60) * (hash(i // 5 + 3) % 60)) // 60) % 5000)::INTEGER AS person_id,
		    DATE '2023-01-02' + 7 * ((i % 125000) * 156 // 125000)::INTEGER AS week,
		    CASE WHEN i % 125000 < 5000 THEN 'A' WHEN i % 500 = 0 THEN 'R' ELSE 'M' END AS status,
		    hash(i // 5 + 4) % 20 = 0 AS is_left_out
		FROM range($1::BIGINT) AS r(i)`)
}

// BenchmarkAuthorshipEverythingMoves has repositories that rename each of their 2,000 files every week.
func BenchmarkAuthorshipEverythingMoves(b *testing.B) {
	benchmarkFacts(b, 624_000, `
		INSERT INTO facts.file_changes BY NAME
		SELECT
		    (i // 312000)::INTEGER AS repo_id,
		    (i // 2000)::INTEGER AS commit_id,
		    (i % 5000)::INTEGER AS path_id,
		    CASE WHEN i % 312000 >= 2000 THEN ((i + 3000) % 5000)::INTEGER END AS old_path_id,
		    (1 + i // 2000 % 60)::INTEGER AS person_id,
		    DATE '2023-01-02' + 7 * ((i % 312000) // 2000)::INTEGER AS week,
		    CASE WHEN i % 312000 < 2000 THEN 'A' ELSE 'R' END AS status,
		    FALSE AS is_left_out
		FROM range($1::BIGINT) AS r(i)`)
}

func benchmarkFacts(b *testing.B, touches int, changes string) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	settings := sql.Settings{AsOf: time.Date(2025, 12, 29, 0, 0, 0, 0, time.UTC)}
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed(nil), nil); err != nil {
		b.Fatal(err)
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		if err := tx.Exec(ctx, changes, touches); err != nil {
			return err
		}
		for _, stmt := range []string{
			`INSERT INTO facts.people BY NAME
			 SELECT i AS person_id, 'p' || i AS person, 'Person ' || i AS name, '' AS email, FALSE AS is_bot FROM (SELECT unnest(range(1, 5001))::INTEGER AS i)`,
			`INSERT INTO facts.repositories BY NAME
			 SELECT DISTINCT repo_id, 'repo-' || repo_id AS repo, DATE '2023-01-02' AS tree_since_week FROM facts.file_changes`,
			`INSERT INTO facts.paths BY NAME
			 SELECT DISTINCT repo_id, path_id, 'src/' || path_id % 97 || '/f' || path_id || '.go' AS path, TRUE AS is_counted FROM facts.file_changes`,
			`INSERT INTO facts.trees BY NAME
			 SELECT repo_id, path_id, DATE '2023-01-02' AS since_week FROM facts.paths`,
			`INSERT INTO facts.commit_people BY NAME
			 SELECT repo_id, commit_id, person_id, FALSE AS is_bot, week, week + 2 AS committed_on
			 FROM facts.file_changes GROUP BY ALL`,
			"CREATE TABLE weekly.weeks AS (" + sql.Select("weekly.weeks") + ")",
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w", stmt, err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	before := peakMiB()
	b.ResetTimer()
	for range b.N {
		if err := db.Update(ctx, func(tx *sql.Tx) error { return computeAuthorship()(ctx, tx) }); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(touches)*float64(b.N)/b.Elapsed().Seconds(), "touches/s")
	b.ReportMetric(before, "before-MiB")
	b.ReportMetric(peakMiB(), "peak-MiB")
}
