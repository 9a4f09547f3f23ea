package sql

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/duckdb/duckdb-go/v2"
)

// Take hands every row of a query to Go, in no order: for millions of rows, where Each would take long to give one after the other.
// columns names those that are handed over, such as "who, moment": BIGINT without NULL. All processors read, and call one; some gets
// what they made of a piece, from one of them at a time.
func Take[T any](ctx context.Context, tx *Tx, columns, query string, one func(row []int64) T, some func(rows []T)) error {
	var mu sync.Mutex
	pieces := sync.Pool{New: func() any { return &taken[T]{} }}
	take := func(state *duckdb.ChunkIteratorState) (err error) {
		defer caught(&err)
		piece := pieces.Get().(*taken[T])
		defer pieces.Put(piece)
		chunk, result := taking(state)
		n := chunk.GetSize()
		piece.vectors, piece.rows = vectorsOf(chunk, piece.vectors), piece.rows[:0]
		piece.row = make([]int64, len(piece.vectors))
		for row := range n {
			for i := range piece.vectors {
				v := &piece.vectors[i]
				if v.isNull(row) {
					return fmt.Errorf("one of %s is NULL", columns)
				}
				piece.row[i] = v.int64s(n)[row]
			}
			piece.rows = append(piece.rows, one(piece.row))
			put(&result, row, true)
		}
		mu.Lock()
		defer mu.Unlock()
		some(piece.rows)
		return nil
	}
	return tx.Exec(context.WithValue(ctx, takerKey{}, taker(take)), fmt.Sprintf("SELECT count(taken_in_go(%s)) FROM (\n%s\n)", columns, query))
}

// caught makes an error of a panic in a function that DuckDB calls: through DuckDB it would not come to who could undo the
// transaction, and who waits for the statement would wait for ever.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// taken is a piece of what is taken.
type taken[T any] struct {
	vectors []vector
	row     []int64
	rows    []T
}

type taker func(state *duckdb.ChunkIteratorState) error

type takerKey struct{}

// takenInGo is the function that a query hands its rows to: taken_in_go.
type takenInGo struct{}

func (*takenInGo) Config() duckdb.ScalarFuncConfig {
	number, _ := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT) // of these two there is no error
	taken, _ := duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	return duckdb.ScalarFuncConfig{ResultTypeInfo: taken, VariadicTypeInfo: number, Volatile: true, SpecialNullHandling: true}
}

func (*takenInGo) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{
		ChunkContextExecutor: func(ctx context.Context, state *duckdb.ChunkIteratorState) error {
			take, ok := ctx.Value(takerKey{}).(taker)
			if !ok {
				return errors.New("nobody takes the rows")
			}
			return take(state)
		},
		ScalarBinder: func(ctx context.Context, _ []duckdb.ScalarUDFArg) (context.Context, error) { return ctx, nil },
	}
}

// registerTaker makes taken_in_go known to DuckDB.
func registerTaker(ctx context.Context, db *stdsql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return duckdb.RegisterScalarUDF(conn, "taken_in_go", &takenInGo{})
}
