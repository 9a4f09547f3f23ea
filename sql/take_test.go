package sql

import (
	"context"
	"strings"
	"testing"
)

// What a query gives arrives in Go once and whole, however many threads hand it over, also below zero.
func TestTakenRowsArriveOnceAndWhole(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	err := db.Update(ctx, func(tx *Tx) error {
		if err := tx.Exec(ctx, "CREATE TABLE raw.taken_test AS SELECT i, i * 7 - 1000 AS other FROM range(500_000) AS r (i)"); err != nil {
			return err
		}
		seen := make([]int, 500_000)
		err := Take(ctx, tx, "i, other", "SELECT other, i FROM raw.taken_test WHERE i % 3 > 0",
			func(row []int64) [2]int64 { return [2]int64{row[0], row[1]} },
			func(rows [][2]int64) {
				for _, row := range rows {
					seen[row[0]]++
					if row[1] != row[0]*7-1000 {
						t.Fatalf("%d is with %d", row[0], row[1])
					}
				}
			})
		for i, n := range seen {
			if want := min(i%3, 1); n != want {
				t.Fatalf("%d came %d times, want %d", i, n, want)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every column arrives as what it is in numbers, and NULL as Null where it may be missing. What is missing elsewhere is an error that names
// the column, as is a type that is no number; nothing at all is none.
func TestTakenRowsAreNumbers(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	take := func(columns, query string, one func(row []int64)) error {
		return db.Update(ctx, func(tx *Tx) error {
			return Take(ctx, tx, columns, query, func(row []int64) int { one(row); return 0 }, func([]int) {})
		})
	}
	for value, want := range map[string]func(i int64) int64{
		"i::INTEGER - 2500":                              func(i int64) int64 { return i - 2500 },
		"(i - 2500)::SMALLINT":                           func(i int64) int64 { return i - 2500 },
		"(i % 200 - 100)::TINYINT":                       func(i int64) int64 { return i%200 - 100 },
		"(i % 256)::UTINYINT":                            func(i int64) int64 { return i % 256 },
		"i % 2 = 1":                                      func(i int64) int64 { return i % 2 },
		"DATE '1970-01-01' - i::INTEGER":                 func(i int64) int64 { return -i },
		"TIMESTAMP '1970-01-01' - i * INTERVAL 1 SECOND": func(i int64) int64 { return -i * 1_000_000 },
		"TIMESTAMPTZ '1970-01-01 00:00:00Z' + i * INTERVAL 1 SECOND": func(i int64) int64 { return i * 1_000_000 },
		"i * 1000000000000": func(i int64) int64 { return i * 1_000_000_000_000 },
		"CASE WHEN i % 3 > 0 THEN i::INTEGER END": func(i int64) int64 {
			if i%3 > 0 {
				return i
			}
			return Null
		},
	} {
		err := take("i, value?", "SELECT i, "+value+" AS value FROM range(5000) AS r (i)", func(row []int64) {
			if got, want := row[1], want(row[0]); got != want {
				t.Errorf("%s of %d is %d, want %d", value, row[0], got, want)
			}
		})
		if err != nil {
			t.Errorf("%s: %v", value, err)
		}
	}
	nobody := func([]int64) {}
	for value, want := range map[string]string{
		"CASE WHEN i < 4000 THEN i END": "take i, value: value is NULL",
		"'x' || i":                      "take i, value: value is no number",
	} {
		if err := take("i, value", "SELECT i, "+value+" AS value FROM range(5000) AS r (i)", nobody); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", value, err, want)
		}
	}
	if err := take("i, value", "SELECT i, i AS value FROM range(0) AS r (i)", nobody); err != nil {
		t.Errorf("of no rows: %v", err)
	}
	if _, err := db.Query(ctx, "SELECT taken_in_go(1)"); err == nil || !strings.Contains(err.Error(), "nobody takes") {
		t.Errorf("where nobody takes: %v", err)
	}
}

// A take ends when it is cancelled.
func TestTakingEndsWithItsContext(t *testing.T) {
	db := openMemory(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := db.Update(context.Background(), func(tx *Tx) error {
		return Take(ctx, tx, "i", "SELECT i FROM range(1_000_000_000_000) AS r (i)", func([]int64) int { return 0 }, func([]int) { cancel() })
	})
	if err == nil {
		t.Error("it went on to the end")
	}
}

// A fault in Go's own part is an error of the statement, and the transaction is undone: nobody waits for ever.
func TestPanicsOfGoAreErrors(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	var numbers []int64
	for name, statement := range map[string]func(tx *Tx) error{
		"one": func(tx *Tx) error {
			return Take(ctx, tx, "i", "SELECT i FROM range(5000) AS r (i)", func(row []int64) int64 { return numbers[row[0]] }, func([]int64) {})
		},
		"some": func(tx *Tx) error {
			return Take(ctx, tx, "i", "SELECT i FROM range(5000) AS r (i)", func(row []int64) int64 { return row[0] }, func(rows []int64) { _ = numbers[rows[0]] })
		},
		"made": func(tx *Tx) error {
			return CreateMade(ctx, tx, "raw.made_test", "FROM made", Made[int64]{
				Columns: []Column{{"n", BigInt}},
				Next:    func() []int64 { return numbers[1:] },
				Put:     func(*MadeRow, *int64) {},
			})
		},
	} {
		if err := db.Update(ctx, statement); err == nil || !strings.Contains(err.Error(), "out of range") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := db.Update(ctx, func(tx *Tx) error { return tx.Exec(ctx, "CREATE TABLE raw.after AS SELECT 1 AS n") }); err != nil {
		t.Error(err)
	}
}
