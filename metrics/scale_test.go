package metrics

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkScale loads synthetic git history through the appender, as ingest does, and builds every layer from it.
// FEWHANDS_BENCH_TOUCHES sets the number of file touches (default 500,000; the design's aim is stated for 50,000,000:
// load at 2 M rows/s or more, build under 60 s, peak memory under 1.5 GiB).
//
// An organisation of 5,000 people; repositories of 125,000 touches in 25,000 commits on 5,000 files by 60 people each,
// spread over three years; one touch in 500 is a rename.
func BenchmarkScale(b *testing.B) {
	touches := 500_000
	if text := os.Getenv("FEWHANDS_BENCH_TOUCHES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		touches = n
	}
	ctx := context.Background()
	for range b.N {
		path := filepath.Join(b.TempDir(), "scale.duckdb")
		db, err := sql.Open(ctx, path, sql.Options{})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		loadSynthetic(b, db, touches, writeCommits)
		listed := time.Since(start)
		start = time.Now()
		rows := loadSynthetic(b, db, touches, writeTouches)
		loaded := time.Since(start)
		start = time.Now()
		var table string
		var since time.Time
		step := func(next string, _, _ int) {
			if spent := time.Since(since); table != "" && spent > time.Second {
				b.Logf("%-24s %6.1f s", table, spent.Seconds())
			}
			table, since = next, time.Now()
		}
		err = Build(ctx, db, BuildOptions{Settings: sql.Settings{AsOf: syntheticEnd}, Progress: step})
		if err != nil {
			b.Fatal(err)
		}
		built := time.Since(start)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(rows)/loaded.Seconds(), "touches/s")
		b.ReportMetric(float64(rows)/(listed+loaded).Seconds(), "touches-with-commits/s")
		b.ReportMetric(built.Seconds(), "build-s")
		b.ReportMetric(peakMiB(), "peak-MiB")
		b.ReportMetric(float64(info.Size())/(1<<20), "file-MiB")
	}
}

var syntheticEnd = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// loadSynthetic writes repositories with about n touches in all, as many at a time as there are processors, as ingest
// does, and returns the number of rows written.
func loadSynthetic(b *testing.B, db *sql.DB, n int, write func(tx *sql.Tx, repo, n int) (rows int, err error)) int {
	const perRepo = 125_000
	var rows atomic.Int64
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for repo := range max(1, n/perRepo) {
		group.Go(func() error {
			return db.Update(context.Background(), func(tx *sql.Tx) error {
				written, err := write(tx, repo, min(perRepo, n))
				rows.Add(int64(written))
				return err
			})
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	return int(rows.Load())
}

const (
	syntheticPerCommit = 5
	syntheticFiles     = 5_000
)

// writeCommits writes one repository of n touches, but for the touches.
func writeCommits(tx *sql.Tx, repo, n int) (rows int, err error) {
	const people, org, weeks = 60, 5_000, 156
	begin := syntheticEnd.AddDate(0, 0, -7*weeks)
	next := synthetic(repo)
	r := int32(repo)
	sha := strings.Repeat("a", 40)
	appender(tx, "raw.git_repositories", &rows, &err)(r, fmt.Sprintf("repo-%03d", repo), "/srv", "main", sha,
		syntheticEnd.AddDate(0, 0, -1), syntheticEnd, true, "inexact", begin, "synthetic", nil)
	identities := appender(tx, "raw.git_identities", &rows, &err)
	for i := range people {
		who := next(org)
		name, email := fmt.Sprintf("Person %d of %d", who, repo), fmt.Sprintf("p%d@example.com", who)
		identities(r, int32(i), name, email, name, email)
	}
	paths, trees := appender(tx, "raw.git_paths", &rows, &err), appender(tx, "raw.git_trees", &rows, &err)
	for f := range syntheticFiles {
		paths(r, int32(f), fmt.Sprintf("src/d%d/f%d.go", f%97, f), "source")
		trees(r, int32(f), begin, nil)
	}
	commits := appender(tx, "raw.git_commits", &rows, &err)
	count := n / syntheticPerCommit
	for c := range count {
		at := begin.Add(time.Duration(c) * 7 * 24 * time.Hour * weeks / time.Duration(count))
		// Few write most: the product of two uniform numbers.
		author := int32(next(people) * next(people) / people)
		commits(r, int32(c), sha, int32(1), author, author, at, int32(0), at, int32(0), int32(syntheticPerCommit), "synthetic")
	}
	return rows, err
}

// writeTouches writes the touches of one repository.
func writeTouches(tx *sql.Tx, repo, n int) (rows int, err error) {
	next := synthetic(repo)
	changes := appender(tx, "raw.git_changes", &rows, &err)
	for touch := range n {
		file, old, status := int32(next(syntheticFiles)), sql.Value(nil), uint8('M')
		if touch < syntheticFiles {
			file, status = int32(touch), 'A'
		} else if next(500) == 0 {
			old, status = int32(next(syntheticFiles)), 'R'
		}
		changes(int32(repo), int32(touch/syntheticPerCommit), file, old, status, int32(3), int32(1))
	}
	return rows, err
}

// synthetic gives numbers under a limit, the same for a repository every time.
func synthetic(repo int) func(limit int) int {
	state := uint64(repo) + 1
	return func(limit int) int {
		state = state*6364136223846793005 + 1442695040888963407
		return int((state >> 33) % uint64(limit))
	}
}

// appender writes rows to a table, counts them, and keeps the first error.
func appender(tx *sql.Tx, table string, rows *int, err *error) func(...sql.Value) {
	app, failed := tx.Appender(table)
	*err = errors.Join(*err, failed)
	return func(row ...sql.Value) {
		*rows++
		if *err == nil {
			*err = app.Append(row...)
		}
	}
}

// peakMiB is the most memory this process has held, 0 where the system does not say.
func peakMiB() float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(text)[0], 64)
			return kib / 1024
		}
	}
	return 0
}
