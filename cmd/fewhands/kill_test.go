package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// TestKilledAtAnyMomentTheNextRunEndsTheSame kills ingest and build with SIGKILL at random moments of their run, then
// lets one run end, and compares the whole warehouse with that of an undisturbed run.
func TestKilledAtAnyMomentTheNextRunEndsTheSame(t *testing.T) {
	const kills = 24
	dir := t.TempDir()
	config := func(name string) string {
		path := filepath.Join(dir, name+".yaml")
		text := fmt.Sprintf("warehouse: %s.duckdb\ngit: {repositories: [{path: a.git}, {path: b.git}, {path: c.git}]}\n", name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for i, name := range []string{"a", "b", "c"} {
		writeHistory(t, dir, name, uint64(i), 1200)
	}
	program := func(args ...string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), runAsMain+"=1")
		return cmd
	}
	complete := func(config string) time.Duration {
		start := time.Now()
		for _, step := range []string{"ingest", "build"} {
			out, err := program(step, "--config", config, "--as-of", "2026-03-02").CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", step, err, out)
			}
		}
		return time.Since(start)
	}
	calm := config("calm")
	whole := complete(calm)
	want := warehouseRows(t, filepath.Join(dir, "calm.duckdb"))

	random := rand.New(rand.NewPCG(1, 2))
	shaken := config("shaken")
	killed := 0
	for try := 0; killed < kills && try < 4*kills; try++ {
		before := killed
		if killed%6 == 0 {
			// From the beginning again, so that first readings are killed too.
			for _, file := range []string{"shaken.duckdb", "shaken.duckdb.wal"} {
				if err := os.RemoveAll(filepath.Join(dir, file)); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, step := range []string{"ingest", "build"} {
			cmd := program(step, "--config", shaken, "--as-of", "2026-03-02")
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(time.Duration(random.Int64N(int64(whole)/2)), func() { _ = cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if err != nil {
				if !strings.Contains(err.Error(), "killed") {
					t.Fatalf("%s failed by itself: %v\n%s", step, err, stderr.String())
				}
				killed++
				break
			}
		}
		if killed > before && killed%6 == 0 {
			complete(shaken)
			got := warehouseRows(t, filepath.Join(dir, "shaken.duckdb"))
			for table, rows := range want {
				if !slices.Equal(got[table], rows) {
					t.Errorf("%s differs after kills: %d rows, want %d", table, len(got[table]), len(rows))
				}
			}
		}
	}
	t.Logf("%d runs were killed; a whole run takes %v", killed, whole)
	if killed < kills {
		t.Errorf("only %d runs were killed: the test shows too little", killed)
	}
}

// warehouseRows reads the content of every table, rows in order, integer keys replaced by what they stand for.
func warehouseRows(t *testing.T, path string) map[string][]string {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, path, sql.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	queries := map[string]string{
		"raw.git_repositories": "SELECT name, branch, tip, tip_at, has_line_counts, rename_detection, incomplete FROM raw.git_repositories",
		"raw.git_commits": `SELECT r.name, c.sha, c.parents, a.name, a.email, c.authored_at, c.committed_at, c.changes, c.subject
			FROM raw.git_commits AS c JOIN raw.git_repositories AS r USING (repo_id)
			JOIN raw.git_identities AS a ON a.repo_id = c.repo_id AND a.identity_id = c.author_id`,
		"raw.git_changes": `SELECT r.name, c.sha, p.path, h.status, h.additions, h.deletions
			FROM raw.git_changes AS h JOIN raw.git_repositories AS r USING (repo_id)
			JOIN raw.git_commits AS c USING (repo_id, commit_id) JOIN raw.git_paths AS p USING (repo_id, path_id)`,
		"raw.git_trees": `SELECT r.name, p.path, t.since, t.until FROM raw.git_trees AS t
			JOIN raw.git_repositories AS r USING (repo_id) JOIN raw.git_paths AS p USING (repo_id, path_id)`,
		"facts.people": "SELECT name, email, is_bot FROM facts.people",
	}
	for _, table := range []string{"metrics.truck_factor", "metrics.active_truck_factor", "metrics.top_share", "metrics.gini"} {
		queries[table] = "SELECT * FROM " + table
	}
	content := map[string][]string{}
	for table, query := range queries {
		content[table] = rowTexts(t, db, query)
		if len(content[table]) == 0 {
			t.Errorf("%s is empty: nothing to compare", table)
		}
	}
	for _, table := range sql.Tables("metrics") {
		content[table] = rowTexts(t, db, "SELECT * FROM "+table) // of sources that are not there: empty on both sides
	}
	return content
}

func rowTexts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(any)
	}
	var texts []string
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, cell := range cells {
			fmt.Fprintf(&b, "%v|", *cell.(*any))
		}
		texts = append(texts, b.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(texts)
	return texts
}
