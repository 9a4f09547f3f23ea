package sql

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// A long table is read in pieces that have every row once, however many there are, and is whole again and called as before when the
// build is done, also where an earlier build left one of the name, and in the file.
func TestPiecesHaveEveryRowOnce(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "pieces.duckdb")
	db, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	kindOf := func(row interface{ Scan(...any) error }) (kind string) {
		if err := row.Scan(&kind); err != nil {
			t.Fatal(err)
		}
		return kind
	}
	const (
		rows    = piecesFrom + 5
		whatIs  = "SELECT string_agg(table_name || ' ' || table_type, ', ' ORDER BY table_name) FROM information_schema.tables WHERE table_name LIKE 'long%'"
		numbers = "SELECT count(*), count(DISTINCT i), min(i), max(i) FROM raw.long"
	)
	check := func(row interface{ Scan(...any) error }, night int64) {
		t.Helper()
		var n, different, least, most int64
		if err := row.Scan(&n, &different, &least, &most); err != nil {
			t.Fatal(err)
		}
		if n != rows || different != rows || least != night || most != night+rows-1 {
			t.Errorf("night %d: %d rows, %d different, from %d to %d", night, n, different, least, most)
		}
	}
	for night, pieces := range []int{1, 2, 3, 7} {
		err := db.Update(ctx, func(tx *Tx) error {
			err := CreateMade(ctx, tx, "raw.long", "FROM made", Made[int64]{
				Columns: []Column{{"i", BigInt}},
				Next:    numbersFrom(int64(night), rows),
				Put:     func(row *MadeRow, i *int64) { row.Int64(*i) },
			})
			if err != nil {
				return err
			}
			if err := tx.inPieces(ctx, "raw.long", pieces); err != nil {
				return err
			}
			want := "long VIEW, long_whole BASE TABLE"
			if pieces == 1 {
				want = "long BASE TABLE"
			}
			if got := kindOf(tx.QueryRow(ctx, whatIs)); got != want {
				t.Errorf("in %d pieces there are %s, want %s", pieces, got, want)
			}
			check(tx.QueryRow(ctx, numbers), int64(night))
			seen := make([]bool, rows)
			err = Take(ctx, tx, "i", "FROM raw.long", func(row []int64) int64 { return row[0] }, func(some []int64) {
				for _, i := range some {
					if seen[i-int64(night)] {
						t.Fatalf("%d came twice", i)
					}
					seen[i-int64(night)] = true
				}
			})
			if err != nil {
				return err
			}
			return tx.whole(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := kindOf(db.QueryRow(ctx, whatIs)); got != "long BASE TABLE" {
			t.Errorf("after night %d there are %s", night, got)
		}
		check(db.QueryRow(ctx, numbers), int64(night))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	check(db.QueryRow(ctx, numbers), 3)
}

// A short table is not worth it.
func TestShortTablesStayWhole(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	err := db.Update(ctx, func(tx *Tx) error {
		if err := tx.Exec(ctx, "CREATE TABLE raw.short AS FROM range($1)", piecesFrom-1); err != nil {
			return err
		}
		return tx.inPieces(ctx, "raw.short", 2)
	})
	if err != nil {
		t.Fatal(err)
	}
	var kind string
	if err := db.QueryRow(ctx, "SELECT table_type FROM information_schema.tables WHERE table_name = 'short'").Scan(&kind); err != nil || kind != "BASE TABLE" {
		t.Errorf("it is a %s: %v", kind, err)
	}
}

// What a build reads in pieces is a table like all others afterwards, also when it is built once more.
func TestABuildLeavesNoPieces(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	computed := testComputed()
	watches, incidents := computed["facts.watches"], computed["facts.incidents"]
	computed["facts.watches"] = func(ctx context.Context, tx *Tx) error {
		if err := watches(ctx, tx); err != nil {
			return err
		}
		return tx.Exec(ctx, "CREATE OR REPLACE TABLE facts.watches AS SELECT watches.* FROM facts.watches AS watches CROSS JOIN range($1)", piecesFrom)
	}
	const whatIs = "SELECT table_type FROM information_schema.tables WHERE table_schema || '.' || table_name = 'facts.watches'"
	var during string
	computed["facts.incidents"] = func(ctx context.Context, tx *Tx) error {
		return errors.Join(tx.QueryRow(ctx, whatIs).Scan(&during), incidents(ctx, tx))
	}
	for range 2 {
		if err := db.Build(ctx, testSettings, computed, nil); err != nil {
			t.Fatal(err)
		}
		var after string
		var left, rows int
		err := errors.Join(
			db.QueryRow(ctx, whatIs).Scan(&after),
			db.QueryRow(ctx, "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE '%_whole'").Scan(&left),
			db.QueryRow(ctx, "SELECT count(*) FROM facts.watches").Scan(&rows),
		)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.NumCPU() > 1 && during != "VIEW" || after != "BASE TABLE" || left > 0 || rows != piecesFrom {
			t.Errorf("during the build a %s, then a %s of %d rows, and %d others", during, after, rows, left)
		}
	}
}

// numbersFrom gives so many numbers, a few thousand at a time.
func numbersFrom(first int64, n int) func() []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = first + int64(i)
	}
	var taking atomic.Int64
	return func() []int64 {
		from := min(int(taking.Add(5000)-5000), n)
		return all[from:min(from+5000, n)]
	}
}
