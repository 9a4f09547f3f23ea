package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// A warehouse that another version has built is told as that, and a build mends it.
func TestAWarehouseOfAnotherVersionAsksForABuild(t *testing.T) {
	dir := t.TempDir()
	config := "--config=" + smallWarehouse(t, dir)
	db, err := sql.Open(t.Context(), filepath.Join(dir, "fewhands.duckdb"), sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *sql.Tx) error {
		return tx.Exec(t.Context(), "ALTER TABLE findings.findings DROP COLUMN is_older; DROP TABLE weekly.concentration")
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"report", "export"} {
		if command == "export" {
			writeText(t, filepath.Join(dir, "fewhands.yaml"), readText(t, filepath.Join(dir, "fewhands.yaml"))+"exports: [{to: exports}]\n")
		}
		code, out := onSampleDay(t.Context(), command, config)
		if code != exitFailed || !strings.Contains(out, "run fewhands build") || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: exit code %d:\n%s", command, code, out)
		}
	}
	for _, command := range []string{"build", "report", "export"} {
		if code, out := onSampleDay(t.Context(), command, config); code != exitDone {
			t.Errorf("%s: exit code %d:\n%s", command, code, out)
		}
	}
}
