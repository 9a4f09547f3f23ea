package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// smallWarehouse is a warehouse of two repositories, built by the program, with its config. The same six people work in both.
func smallWarehouse(t *testing.T, dir string) (config string) {
	t.Helper()
	config = filepath.Join(dir, "fewhands.yaml")
	writeText(t, config, "git: {repositories: [{path: a.git}, {path: b.git}]}\n")
	writeHistory(t, dir, "a", 1, 200)
	writeHistory(t, dir, "b", 2, 200)
	for _, step := range []string{"ingest", "build"} {
		if out, err := fewhands(step, "--config", config, "--as-of", "2026-03-02").CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", step, err, out)
		}
	}
	return config
}

// fewhands is the program, to be run as a process of its own.
func fewhands(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), runAsMain+"=1")
	return cmd
}

// Killed at any moment after it has begun to erase, the next run erases the rest, and the totals are the same.
func TestForgettingKilledAtAnyMomentIsEndedByTheNextRun(t *testing.T) {
	const kills = 4
	dir := t.TempDir()
	config := smallWarehouse(t, dir)
	warehouse := filepath.Join(dir, "fewhands.duckdb")
	whole, err := os.ReadFile(warehouse)
	if err != nil {
		t.Fatal(err)
	}
	forget := func() *exec.Cmd {
		return fewhands("forget", "p3@example.com", "--yes", "--config", config, "--as-of", "2026-03-02")
	}
	said := func() []string { t.Helper(); return mentions(t, dir, "p3@example.com", "Person 3") }
	totals := func() string {
		t.Helper()
		db, err := sql.Open(t.Context(), warehouse, sql.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var hash string
		var lines int
		if err := db.QueryRow(t.Context(), totals).Scan(&hash, &lines); err != nil || lines < 100 {
			t.Fatalf("%d totals, %v", lines, err)
		}
		return hash
	}
	want := totals()
	if len(said()) == 0 {
		t.Fatal("the search finds nothing before either")
	}
	restore := func() {
		t.Helper()
		if err := os.RemoveAll(warehouse + ".wal"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(warehouse, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}

	// started runs it until it has erased the raw tables, and ends says what becomes of it then.
	started := func(ends func(cmd *exec.Cmd)) {
		t.Helper()
		restore()
		cmd := forget()
		stdout, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(stdout)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "Erased from the raw tables") {
		}
		ends(cmd)
	}
	var rest time.Duration
	started(func(cmd *exec.Cmd) {
		begin := time.Now()
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		rest = time.Since(begin)
	})
	if len(said()) > 0 || totals() != want {
		t.Fatal("an undisturbed run does not erase, or changes totals")
	}
	for n := range kills {
		started(func(cmd *exec.Cmd) {
			timer := time.AfterFunc(rest*time.Duration(n)/kills, func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
			if err := cmd.Wait(); err == nil && n == 0 {
				t.Error("it was not killed")
			}
		})
		out, err := forget().CombinedOutput()
		if err != nil {
			t.Fatalf("the run after: %v\n%s", err, out)
		}
		if n == 0 && !strings.Contains(string(out), "going on") {
			t.Errorf("nothing was left to do:\n%s", out)
		}
		if found := said(); len(found) > 0 {
			t.Errorf("killed the %d. time: still in %q after:\n%s", n+1, found, out)
		}
		if totals() != want {
			t.Errorf("killed the %d. time: the totals have changed:\n%s", n+1, out)
		}
	}
}

// Nobody is erased but who is meant, whatever is asked for.
func TestForgetErasesOnlyWhoIsMeant(t *testing.T) {
	dir := t.TempDir()
	config := smallWarehouse(t, dir)
	command := func(args ...string) (int, string) {
		return onSampleDay(t.Context(), append(args, "--config", config)...)
	}
	for _, test := range []struct {
		who  string
		code int
		says string
	}{
		{"nobody@example.com", exitUsage, "nobody@example.com"},
		{"", exitUsage, ""},
		{"' OR 1=1 --", exitUsage, "OR 1=1"},
		{"Person", exitUsage, "Person"}, // part of every name
		{"PERSON 3", exitDone, "p3@example.com"},
		{"P3@EXAMPLE.COM", exitDone, "Person 3"},
	} {
		code, out := command("forget", test.who, "--dry-run")
		if code != test.code || !strings.Contains(out, test.says) {
			t.Errorf("%q: exit code %d, want %d, and %q:\n%s", test.who, code, test.code, test.says, out)
		}
	}
	if code, out := command("forget", "Person 3", "--yes"); code != exitDone {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	// The others are all there, and the next ingest, which reads what is new only, and one that reads all bring nobody back.
	for range 2 {
		code, out := command("people")
		if code != exitDone || strings.Contains(out, "Person 3") || !strings.Contains(out, "\n6 people") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
		for _, step := range []string{"ingest", "build"} {
			if code, out := command(step); code != exitDone {
				t.Fatalf("%s: exit code %d:\n%s", step, code, out)
			}
		}
	}
}
