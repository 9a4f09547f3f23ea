package sql

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestHolderHelper(t *testing.T) {
	path := os.Getenv("FEWHANDS_TEST_HOLD")
	if path == "" {
		return // only the child process of TestLockedWarehouseNamesItsHolder does something here
	}
	db, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	os.Stdout.WriteString("holding\n")
	var b [1]byte
	_, _ = os.Stdin.Read(b[:])
}

func TestLockedWarehouseNamesItsHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	cmd := exec.Command(os.Args[0], "-test.run=TestHolderHelper")
	cmd.Env = append(os.Environ(), "FEWHANDS_TEST_HOLD="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); _ = cmd.Wait() }()
	var b [8]byte
	if _, err := out.Read(b[:]); err != nil {
		t.Fatal(err)
	}
	_, err = Open(context.Background(), path, Options{})
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("want a LockedError, got %v", err)
	}
	t.Log(err)
	if locked.PID == "" || locked.Path != path {
		t.Errorf("the error does not say who holds what: %v", err)
	}
}

func TestOpenMigratesOnceAndKeepsTheFilePrivate(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a b#c.duckdb")
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		db, err := Open(ctx, path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.QueryRow(ctx, "SELECT count(*) FROM raw.migrations").Scan(&n); err != nil || n != len(steps) {
			t.Fatalf("migrations: %d, %v", n, err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("mode %v, %v", info.Mode(), err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
