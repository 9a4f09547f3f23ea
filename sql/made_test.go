package sql

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
)

// What several threads make together arrives once and whole, in pieces of any length, with what is missing missing; a query may
// change it, and statements of the same transaction read it.
func TestMadeRowsArriveOnceAndWhole(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, "", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const pieces, longest = 300, 5000
	var next atomic.Int64
	made := Made[int64]{
		Columns: []Column{{"n", BigInt}, {"small", Integer}, {"half", Double}, {"is_even", Boolean}, {"name", Varchar}},
		Next: func() []int64 {
			piece := next.Add(1) - 1
			if piece >= pieces {
				return nil
			}
			rows := make([]int64, 1+(piece*37)%longest)
			for i := range rows {
				rows[i] = piece*longest + int64(i)
			}
			return rows
		},
		Put: func(row *MadeRow, n *int64) {
			row.Int64(*n)
			row.Int32(int32(*n % 1000))
			if *n%7 == 0 {
				row.Null()
			} else {
				row.Float64(float64(*n) / 2)
			}
			row.Bool(*n%2 == 0)
			row.Text(strings.Repeat("é", int(*n%9)) + "'")
		},
	}
	want := 0
	for piece := range int64(pieces) {
		want += 1 + int(piece*37)%longest
	}
	back := errors.New("back")
	err = db.Update(ctx, func(tx *Tx) error {
		if err := CreateMade(ctx, tx, "raw.made_test", "SELECT n, small + 1 AS small, half, is_even, name FROM made", made); err != nil {
			return err
		}
		var rows, different, wrong int
		err := tx.QueryRow(ctx, `
			SELECT count(*), count(DISTINCT n), count(CASE WHEN
			    small <> n % 1000 + 1 OR half IS DISTINCT FROM (CASE WHEN n % 7 > 0 THEN n / 2 END) OR is_even <> (n % 2 = 0)
			    OR name <> repeat('é', (n % 9)::INTEGER) || '''' THEN 1 END)
			FROM raw.made_test`).Scan(&rows, &different, &wrong)
		if err != nil {
			return err
		}
		if rows != want || different != want || wrong > 0 {
			t.Errorf("%d rows, %d different, %d wrong; want %d", rows, different, wrong, want)
		}
		return back
	})
	if !errors.Is(err, back) {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow(ctx, "SELECT count(*) FROM raw.made_test").Scan(&n); err == nil {
		t.Error("what is rolled back is still there")
	}
}

// A value that does not fit its column is an error, and nothing is created.
func TestMadeRowsOfAWrongTypeAreAnError(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, "", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	sent := false
	err = db.Update(ctx, func(tx *Tx) error {
		return CreateMade(ctx, tx, "raw.made_test", "SELECT n FROM made", Made[string]{
			Columns: []Column{{"n", Double}},
			Next: func() []string {
				if sent {
					return nil
				}
				sent = true
				return []string{"x"}
			},
			Put: func(row *MadeRow, s *string) { row.Text(*s) },
		})
	})
	if err == nil {
		t.Fatal("a text is in a column of numbers")
	}
}
