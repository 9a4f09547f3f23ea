package sql

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
)

// Take hands every row of a query to Go, in no order: for millions of rows, where Each would take long to give one after the other.
// columns names those that are handed over, such as "person_id?, paged_at". A whole number comes as it is, a DATE as days and a TIMESTAMP
// or TIMESTAMPTZ as microseconds since 1970, FALSE and TRUE as 0 and 1; other types are an error. NULL comes as Null where the name ends
// with a question mark, and is an error elsewhere: it would be a 0 to who does not expect it. All processors read, and call one, whose row
// is theirs until it returns; some gets what they made of a piece, from one of them at a time.
func Take[T any](ctx context.Context, tx *Tx, columns, query string, one func(row []int64) T, some func(rows []T)) error {
	var mu sync.Mutex
	names := strings.Split(columns, ", ")
	pieces := sync.Pool{New: func() any { return &taken[T]{names: names} }}
	take := func(state *duckdb.ChunkIteratorState) (err error) {
		defer caught(&err)
		piece := pieces.Get().(*taken[T])
		defer pieces.Put(piece)
		chunk, result := taking(state)
		n := chunk.GetSize()
		if n == 0 {
			return nil
		}
		if err := piece.read(chunk, n); err != nil {
			return fmt.Errorf("take %s: %w", columns, err)
		}
		piece.rows = piece.rows[:0]
		for row, width := 0, len(piece.vectors); row < n; row++ {
			piece.rows = append(piece.rows, one(piece.cells[row*width:(row+1)*width]))
			put(&result, row, true)
		}
		mu.Lock()
		defer mu.Unlock()
		some(piece.rows)
		return nil
	}
	return tx.Exec(context.WithValue(ctx, takerKey{}, taker(take)), fmt.Sprintf("SELECT count(taken_in_go(%s)) FROM (\n%s\n)", strings.ReplaceAll(columns, "?", ""), query))
}

// Null is what Take hands over for NULL.
const Null = math.MinInt64

// caught makes an error of a panic in a function that DuckDB calls: through DuckDB it would not come to who could undo the
// transaction, and who waits for the statement would wait for ever.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// taken is a piece of what is taken.
type taken[T any] struct {
	names   []string // of the columns
	vectors []vector
	cells   []int64 // row by row
	rows    []T
}

// read fills the cells with the first n rows of a chunk.
func (p *taken[T]) read(chunk *duckdb.DataChunk, n int) error {
	p.vectors = vectorsOf(chunk, p.vectors)
	width := len(p.vectors)
	p.cells = slices.Grow(p.cells[:0], n*width)[:n*width]
	for i := range p.vectors {
		v, cells := &p.vectors[i], p.cells[i:]
		switch v.typ {
		case duckdb.TYPE_BIGINT, duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_TZ:
			readNumbers[int64](v, n, cells, width)
		case duckdb.TYPE_INTEGER, duckdb.TYPE_DATE:
			readNumbers[int32](v, n, cells, width)
		case duckdb.TYPE_SMALLINT:
			readNumbers[int16](v, n, cells, width)
		case duckdb.TYPE_TINYINT:
			readNumbers[int8](v, n, cells, width)
		case duckdb.TYPE_UTINYINT, duckdb.TYPE_BOOLEAN:
			readNumbers[uint8](v, n, cells, width)
		default:
			return fmt.Errorf("%s is no number but of type %d", p.names[i], v.typ)
		}
		if v.bits == nil {
			continue
		}
		for row := range n {
			if !v.isNull(row) {
				continue
			}
			if !strings.HasSuffix(p.names[i], "?") {
				return fmt.Errorf("%s is NULL", p.names[i])
			}
			cells[row*width] = Null
		}
	}
	return nil
}

// readNumbers puts a column into every width-th cell.
func readNumbers[T int8 | int16 | int32 | int64 | uint8](v *vector, n int, cells []int64, width int) {
	for row, value := range unsafe.Slice((*T)(v.values), n) {
		cells[row*width] = int64(value)
	}
}

type taker func(state *duckdb.ChunkIteratorState) error

type takerKey struct{}

// takenInGo is the function that a query hands its rows to: taken_in_go.
type takenInGo struct{}

func (*takenInGo) Config() duckdb.ScalarFuncConfig {
	anything, _ := duckdb.NewTypeInfo(duckdb.TYPE_ANY) // of these two there is no error
	taken, _ := duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	return duckdb.ScalarFuncConfig{ResultTypeInfo: taken, VariadicTypeInfo: anything, Volatile: true, SpecialNullHandling: true}
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
