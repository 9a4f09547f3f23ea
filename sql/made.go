package sql

import (
	"context"
	stdsql "database/sql"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
)

// Made are rows that Go makes, for CreateMade. Several threads call its functions at once.
type Made[T any] struct {
	Columns []Column
	Next    func() []T                // some more rows, which nobody else gets; none at the end
	Put     func(row *MadeRow, of *T) // puts the values of one into the columns, from the first to the last
}

// Column is a column of made rows.
type Column struct {
	Name string
	Type duckdb.Type // one of those below
}

// Types of the columns of made rows.
const (
	Boolean = duckdb.TYPE_BOOLEAN
	Integer = duckdb.TYPE_INTEGER
	BigInt  = duckdb.TYPE_BIGINT
	Double  = duckdb.TYPE_DOUBLE
	Varchar = duckdb.TYPE_VARCHAR
)

// CreateMade creates a table of what query selects from made, which are rows that Go makes. All processors make them and write them, and
// read the table in the same transaction; what an Appender wrote only one of them reads.
func CreateMade[T any](ctx context.Context, tx *Tx, table, query string, rows Made[T]) error {
	source := &madeSource[T]{rows: rows}
	id := tx.made.add(source)
	defer tx.made.remove(id)
	return tx.Exec(ctx, fmt.Sprintf("CREATE OR REPLACE TABLE %s AS (\nWITH made AS NOT MATERIALIZED (FROM made_in_go(%d))\nFROM (\n%s\n)\n)", table, id, query))
}

// MadeRow is a row that is being made.
type MadeRow struct {
	chunk    *duckdb.DataChunk
	vectors  []vector
	row, col int
	err      error
}

// Null, and the others, put a value into the next column.
func (r *MadeRow) Null() { r.next().putNull(r.row) }

func (r *MadeRow) Int32(v int32) {
	if c := r.next(); c.isOf(Integer) {
		*(*int32)(unsafe.Add(c.values, r.row*4)) = v
	} else {
		r.refuse(c, Integer)
	}
}

func (r *MadeRow) Int64(v int64) {
	if c := r.next(); c.isOf(BigInt) {
		*(*int64)(unsafe.Add(c.values, r.row*8)) = v
	} else {
		r.refuse(c, BigInt)
	}
}

func (r *MadeRow) Bool(v bool) {
	if c := r.next(); c.isOf(Boolean) {
		*(*bool)(unsafe.Add(c.values, r.row)) = v
	} else {
		r.refuse(c, Boolean)
	}
}

func (r *MadeRow) Float64(v float64) {
	if c := r.next(); c.isOf(Double) {
		*(*float64)(unsafe.Add(c.values, r.row*8)) = v
	} else {
		r.refuse(c, Double)
	}
}

// Text puts a text. A short one is written down like a number; for another DuckDB has to be asked for room.
func (r *MadeRow) Text(v string) {
	to := r.next()
	if !to.isOf(Varchar) {
		r.refuse(to, Varchar)
		return
	}
	if short := (shortText{length: uint32(len(v))}); len(v) <= len(short.bytes) && utf8.ValidString(v) {
		copy(short.bytes[:], v)
		put(to, r.row, short)
		return
	}
	if err := duckdb.SetChunkValue(*r.chunk, r.col-1, r.row, v); err != nil && r.err == nil {
		r.err = err
	}
}

// shortText is duckdb_string_t of a text that has room in it.
type shortText struct {
	length uint32
	bytes  [12]byte // zero after the text
}

// Key puts a number that is NULL where it is 0.
func (r *MadeRow) Key(v int32) {
	if v == 0 {
		r.Null()
	} else {
		r.Int32(v)
	}
}

// next is the column of the next value. That there is none is a panic, which its caller makes an error.
func (r *MadeRow) next() *vector {
	r.col++
	return &r.vectors[r.col-1]
}

// refuse is what becomes of a value that its column has no room for: nothing where nobody reads the column, or else an error.
func (r *MadeRow) refuse(to *vector, typ duckdb.Type) {
	if to.values != nil && r.err == nil {
		r.err = fmt.Errorf("column %d is of type %d, not %d", r.col, to.typ, typ)
	}
}

// makers are the sources of the tables that are being created, by the number that the statement names them by.
type makers struct {
	last    atomic.Int64
	sources sync.Map
}

func (m *makers) add(source duckdb.ParallelChunkTableSource) int64 {
	id := m.last.Add(1)
	m.sources.Store(id, source)
	return id
}

func (m *makers) remove(id int64) { m.sources.Delete(id) }

// register makes the sources known to DuckDB as the function made_in_go.
func (m *makers) register(ctx context.Context, db *stdsql.DB) error {
	id, err := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return duckdb.RegisterTableUDF(conn, "made_in_go", duckdb.ParallelChunkTableFunction{
		Config: duckdb.TableFunctionConfig{Arguments: []duckdb.TypeInfo{id}},
		BindArguments: func(_ map[string]any, args ...any) (duckdb.ParallelChunkTableSource, error) {
			source, ok := m.sources.Load(args[0])
			if !ok {
				return nil, fmt.Errorf("nothing is made under number %v", args[0])
			}
			return source.(duckdb.ParallelChunkTableSource), nil
		},
	})
}

type madeSource[T any] struct{ rows Made[T] }

func (s *madeSource[T]) ColumnInfos() []duckdb.ColumnInfo {
	infos := make([]duckdb.ColumnInfo, len(s.rows.Columns))
	for i, c := range s.rows.Columns {
		info, err := duckdb.NewTypeInfo(c.Type)
		if err != nil {
			panic(fmt.Sprintf("column %s: %v", c.Name, err)) // the types are ours
		}
		infos[i] = duckdb.ColumnInfo{Name: c.Name, T: info}
	}
	return infos
}

// Cardinality is not known before the rows are made.
func (s *madeSource[T]) Cardinality() *duckdb.CardinalityInfo { return nil }

func (s *madeSource[T]) Init() duckdb.ParallelTableSourceInfo {
	return duckdb.ParallelTableSourceInfo{MaxThreads: runtime.NumCPU()}
}

// madeRest are the rows that a thread has still to put, and where to.
type madeRest[T any] struct {
	rows    []T
	vectors []vector
}

func (s *madeSource[T]) NewLocalState() any { return &madeRest[T]{} }

func (s *madeSource[T]) FillChunk(local any, chunk duckdb.DataChunk) (err error) {
	defer caught(&err)
	rest := local.(*madeRest[T])
	rest.vectors = vectorsOf(&chunk, rest.vectors)
	row := MadeRow{chunk: &chunk, vectors: rest.vectors}
	for size := duckdb.GetDataChunkCapacity(); row.row < size; row.row++ {
		if len(rest.rows) == 0 {
			if rest.rows = s.rows.Next(); len(rest.rows) == 0 {
				break
			}
		}
		row.col = 0
		s.rows.Put(&row, &rest.rows[0])
		rest.rows = rest.rows[1:]
	}
	if row.err != nil {
		return row.err
	}
	return chunk.SetSize(row.row)
}
