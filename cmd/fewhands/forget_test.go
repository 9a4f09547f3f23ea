package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/sql"
)

// totals are numbers that stay whoever is forgotten: of what was done, by service and week, and of how many people did it.
const totals = `
	SELECT md5(string_agg(line, chr(10) ORDER BY line)), count(*)
	FROM (
		SELECT concat_ws(' ', 'incidents', scope, entity, week, incidents, pages) AS line FROM weekly.incidents
		UNION ALL
		SELECT concat_ws(' ', 'work', channel, scope, entity, week, items, people, eligible_people) AS line FROM weekly.concentration
		UNION ALL
		SELECT concat_ws(' ', 'commits', repositories.repo, commits.week, count(*)) AS line
		FROM facts.commits AS commits JOIN facts.repositories AS repositories ON repositories.repo_id = commits.repo_id GROUP BY repositories.repo, commits.week
		UNION ALL
		SELECT concat_ws(' ', 'people', count(*), count(*) FILTER (WHERE is_bot)) AS line FROM facts.people
	)`

// mentions are the files of a warehouse, and what lies beside it, that have a text, in whatever case.
func mentions(t *testing.T, dir string, texts ...string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.Contains(entry.Name(), "duckdb") || entry.IsDir() {
			continue
		}
		bits, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if bytes.Contains(bytes.ToLower(bits), []byte(strings.ToLower(text))) {
				found = append(found, entry.Name()+": "+text)
			}
		}
	}
	return found
}

// A person is erased from every byte of the file, the totals stay, and the next ingest does not bring them back.
func TestForgottenPeopleAreGoneAndTotalsStay(t *testing.T) {
	now, dir := sampleDay, newSample(t)
	warehouse := filepath.Join(dir, "fewhands.duckdb")
	config := "--config=" + filepath.Join(dir, "fewhands.yaml")
	command := func(args ...string) (code int, out string) {
		t.Helper()
		var both bytes.Buffer
		code = run(t.Context(), append(args, "--as-of", now.Format(time.DateOnly)), &both, &both, sample.NewClock(now))
		return code, both.String()
	}
	total := func() string {
		t.Helper()
		db, err := sql.Open(t.Context(), warehouse, sql.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var hash string
		var lines int
		if err := db.QueryRow(t.Context(), totals).Scan(&hash, &lines); err != nil || lines < 1000 {
			t.Fatalf("%d totals, %v", lines, err)
		}
		return hash
	}
	said := func() []string { t.Helper(); return mentions(t, dir, "Priya Raman", "priya.raman", "Priya%20Raman") }
	if len(said()) == 0 {
		t.Fatal("the search finds nothing before either")
	}
	before := total()

	if code, out := command("forget", config, "priya.raman", "--dry-run"); code != exitDone || !strings.Contains(out, "org.yaml:") || !strings.Contains(out, "Priya Raman") {
		t.Errorf("--dry-run: %d: %s", code, out)
	}
	if code, out := command("forget", config, "priya.raman"); code != exitUsage || !strings.Contains(out, "--yes") {
		t.Errorf("without --yes: %d: %s", code, out)
	}
	if total() != before || len(said()) == 0 {
		t.Error("something was erased that was only asked for")
	}
	if code, out := command("forget", config, "priya.raman@example.com", "--yes"); code != exitDone {
		t.Fatalf("forget: %d: %s", code, out)
	}
	if found := said(); len(found) > 0 {
		t.Errorf("still there: %q", found)
	}
	if total() != before {
		t.Error("the totals have changed")
	}
	if info, err := os.Stat(warehouse); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if code, out := command("forget", config, "priya.raman@example.com", "--yes"); code != exitDone || !strings.Contains(out, "already") {
		t.Errorf("again: %d: %s", code, out)
	}

	// The sources still have everything: it must not come back.
	organisation := sample.NewOrganisation(sampleSeed, now)
	c, err := loadConfig(filepath.Join(dir, "fewhands.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	g := &globals{clock: sample.NewClock(now), now: now, noProgress: true, logFormat: "text", asOf: now.Format(time.DateOnly)}
	var out bytes.Buffer
	log, err := g.logger(&out)
	if err != nil {
		t.Fatal(err)
	}
	j := &job{g: g, config: c, log: log, stdout: &out, stderr: &out}
	if j.db, err = sql.Open(t.Context(), warehouse, sql.Options{}); err != nil {
		t.Fatal(err)
	}
	// Everything is read anew, as if nothing had been.
	err = j.db.Update(t.Context(), func(tx *sql.Tx) error { return tx.Exec(t.Context(), "UPDATE raw.cursors SET cursor = NULL") })
	if err == nil {
		err = ingestSample(t.Context(), j, organisation)
	}
	if err == nil {
		_, err = git.Ingest(t.Context(), j.db, c.repositories(), git.Options{LineCounts: true, AsOf: now, Progress: silentProgress{}})
	}
	if err == nil {
		err = runBuild(t.Context(), j)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := j.db.Close(); err != nil {
		t.Fatal(err)
	}
	if found := said(); len(found) > 0 {
		t.Errorf("came back: %q", found)
	}
	if total() != before {
		t.Error("the totals have changed with the next ingest")
	}
}

type silentProgress struct{}

func (silentProgress) Expect(int64) {}
func (silentProgress) Done(int64)   {}
func (silentProgress) Note(string)  {}
