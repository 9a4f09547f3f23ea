package sql

import (
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
)

// vector is a column of a chunk of DuckDB's, where it lies in DuckDB's memory: values of fixed width, one after the other, and a
// bit for each that is not NULL.
//
// The driver gives and takes values one by one, each through a switch over all types or wrapped in an interface: of hundreds of
// millions in a build that takes a tenth of it. It knows these addresses and does not tell them, so that they are asked for
// by the names of its fields.
type vector struct {
	values unsafe.Pointer // nil where nobody reads the column
	bits   unsafe.Pointer // nil where no value is NULL
	typ    duckdb.Type
}

func put[T any](v *vector, row int, value T) {
	if v.values != nil {
		*(*T)(unsafe.Add(v.values, uintptr(row)*unsafe.Sizeof(value))) = value
	}
}

// isOf tells whether the column is of a type, and somebody reads it.
func (v *vector) isOf(typ duckdb.Type) bool { return v.typ == typ && v.values != nil }

func (v *vector) putNull(row int) {
	if v.values != nil {
		*v.bitsOf(row) &^= 1 << (row % 64)
	}
}

func (v *vector) isNull(row int) bool { return v.bits != nil && *v.bitsOf(row)&(1<<(row%64)) == 0 }

// bitsOf are those of a row and of the 63 others beside it.
func (v *vector) bitsOf(row int) *uint64 { return (*uint64)(unsafe.Add(v.bits, row/64*8)) }

// fields are where the driver keeps what is asked for here, in bytes from the beginning of what it is in; err is not nil where it calls
// something otherwise, or has it as something else.
var fields = findFields()

type driverFields struct {
	row, chunk, output          uintptr // the row of a state, the chunk of a row, the result of a state
	columns, projection         uintptr // of a chunk
	values, bits, typ, ofColumn uintptr // of a column; ofColumn is how long one is
	err                         error
}

func findFields() (f driverFields) {
	find := func(t reflect.Type, name string, kind reflect.Kind) (of reflect.Type, at uintptr) {
		field, ok := t.FieldByName(name)
		if !ok || field.Type.Kind() != kind {
			f.err = errors.Join(f.err, fmt.Errorf("the DuckDB driver's %s has no %s that is a %s: this version of it is not known here", t, name, kind))
			return t, 0
		}
		for i := range field.Index { // it may be that of a struct that is embedded
			at += t.FieldByIndex(field.Index[:i+1]).Offset
		}
		return field.Type, at
	}
	var row, output, columns, projection reflect.Type
	row, f.row = find(reflect.TypeFor[duckdb.ChunkIteratorState](), "r", reflect.Struct)
	output, f.output = find(reflect.TypeFor[duckdb.ChunkIteratorState](), "output", reflect.Pointer)
	columns, f.columns = find(reflect.TypeFor[duckdb.DataChunk](), "columns", reflect.Slice)
	projection, f.projection = find(reflect.TypeFor[duckdb.DataChunk](), "projection", reflect.Slice)
	if f.err != nil {
		return f
	}
	if column := columns.Elem(); output.Elem() != column || projection.Elem().Kind() != reflect.Int {
		f.err = fmt.Errorf("the DuckDB driver has columns of %s, a result of %s and a projection of %s: this version of it is not known here",
			column, output.Elem(), projection.Elem())
		return f
	}
	f.ofColumn = columns.Elem().Size()
	_, f.chunk = find(row, "chunk", reflect.Pointer)
	_, f.values = find(columns.Elem(), "dataPtr", reflect.UnsafePointer)
	_, f.bits = find(columns.Elem(), "maskPtr", reflect.UnsafePointer)
	_, f.typ = find(columns.Elem(), "Type", reflect.Uint32)
	return f
}

// vectorsOf finds the columns of a chunk, in the order of the function that makes them.
func vectorsOf(chunk *duckdb.DataChunk, into []vector) []vector {
	columns := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(chunk), fields.columns)) // a slice begins with where its first one is
	n := *(*int)(unsafe.Add(unsafe.Pointer(chunk), fields.columns+unsafe.Sizeof(uintptr(0))))
	projection := *(*[]int)(unsafe.Add(unsafe.Pointer(chunk), fields.projection))
	into = into[:0]
	if len(projection) == 0 {
		for i := range n {
			into = append(into, vectorOf(unsafe.Add(columns, uintptr(i)*fields.ofColumn)))
		}
		return into
	}
	for _, at := range projection {
		if at >= 0 {
			into = append(into, vectorOf(unsafe.Add(columns, uintptr(at)*fields.ofColumn)))
		} else {
			into = append(into, vector{})
		}
	}
	return into
}

func vectorOf(column unsafe.Pointer) vector {
	return vector{
		values: *(*unsafe.Pointer)(unsafe.Add(column, fields.values)),
		bits:   *(*unsafe.Pointer)(unsafe.Add(column, fields.bits)),
		typ:    *(*duckdb.Type)(unsafe.Add(column, fields.typ)),
	}
}

// taking is what a function of SQL is called with: the columns of its arguments, and that of its result.
func taking(state *duckdb.ChunkIteratorState) (chunk *duckdb.DataChunk, result vector) {
	at := unsafe.Pointer(state)
	return *(**duckdb.DataChunk)(unsafe.Add(at, fields.row+fields.chunk)), vectorOf(*(*unsafe.Pointer)(unsafe.Add(at, fields.output)))
}
