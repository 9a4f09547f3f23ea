package org

import (
	"context"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

func openMemory(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open(context.Background(), "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestStoringReplacesWhatWasDeclared(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	d, err := Parse("org.yaml", "org.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	counts := func() (n [4]int) {
		t.Helper()
		row := db.QueryRow(ctx, `SELECT (SELECT count(*) FROM raw.org_services), (SELECT count(*) FROM raw.org_service_repositories WHERE pattern IS NULL),
			(SELECT count(*) FROM raw.org_accounts), (SELECT count(*) FROM raw.org_people WHERE left_on = DATE '2026-01-31')`)
		if err := row.Scan(&n[0], &n[1], &n[2], &n[3]); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := Store(ctx, db, d); err != nil {
			t.Fatal(err)
		}
		if got := counts(); got != [4]int{1, 1, 7, 1} {
			t.Fatalf("stored %v", got)
		}
	}
	if err := Store(ctx, db, &Declarations{}); err != nil {
		t.Fatal(err)
	}
	if got := counts(); got != [4]int{} {
		t.Errorf("what is declared no more is still there: %v", got)
	}
}
