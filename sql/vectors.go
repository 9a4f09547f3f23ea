package sql

import (
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
// by the names of its fields, once for 2,048 rows.
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

func (v *vector) putNull(row int) {
	if v.values != nil {
		*v.bitsOf(row) &^= 1 << (row % 64)
	}
}

func (v *vector) isNull(row int) bool { return v.bits != nil && *v.bitsOf(row)&(1<<(row%64)) == 0 }

// bitsOf are those of a row and of the 63 others beside it.
func (v *vector) bitsOf(row int) *uint64 { return (*uint64)(unsafe.Add(v.bits, row/64*8)) }

// int64s are the first values.
func (v *vector) int64s(n int) []int64 { return unsafe.Slice((*int64)(v.values), n) }

// vectorsOf finds the columns of a chunk, in the order of the function that makes them.
func vectorsOf(chunk *duckdb.DataChunk, into []vector) []vector {
	fields := reflect.ValueOf(chunk).Elem()
	columns, projection := fields.FieldByName("columns"), fields.FieldByName("projection")
	into = into[:0]
	if projection.Len() == 0 {
		for i := range columns.Len() {
			into = append(into, vectorOf(columns.Index(i)))
		}
		return into
	}
	for i := range projection.Len() {
		if at := int(projection.Index(i).Int()); at >= 0 {
			into = append(into, vectorOf(columns.Index(at)))
		} else {
			into = append(into, vector{})
		}
	}
	return into
}

func vectorOf(column reflect.Value) vector {
	return vector{
		values: column.FieldByName("dataPtr").UnsafePointer(),
		bits:   column.FieldByName("maskPtr").UnsafePointer(),
		typ:    duckdb.Type(column.FieldByName("Type").Uint()),
	}
}

// taking is what a function of SQL is called with: the columns of its arguments, and that of its result.
func taking(state *duckdb.ChunkIteratorState) (chunk *duckdb.DataChunk, result vector) {
	fields := reflect.ValueOf(state).Elem()
	chunk = (*duckdb.DataChunk)(fields.FieldByName("r").FieldByName("chunk").UnsafePointer())
	return chunk, vectorOf(fields.FieldByName("output").Elem())
}

// knowsVectors is an error where the driver's fields are called otherwise than here.
func knowsVectors() error {
	in := func(t reflect.Type, name string, kind reflect.Kind) (reflect.Type, error) {
		if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		field, ok := t.FieldByName(name)
		if !ok || field.Type.Kind() != kind {
			return nil, fmt.Errorf("the DuckDB driver's %s has no %s that is a %s: this version of it is not known here", t, name, kind)
		}
		return field.Type, nil
	}
	state := reflect.TypeFor[duckdb.ChunkIteratorState]()
	row, err := in(state, "r", reflect.Struct)
	if err != nil {
		return err
	}
	if _, err := in(row, "chunk", reflect.Pointer); err != nil {
		return err
	}
	if _, err := in(reflect.TypeFor[duckdb.DataChunk](), "projection", reflect.Slice); err != nil {
		return err
	}
	columns, err := in(reflect.TypeFor[duckdb.DataChunk](), "columns", reflect.Slice)
	if err != nil {
		return err
	}
	output, err := in(state, "output", reflect.Pointer)
	if err != nil {
		return err
	}
	for _, vector := range []reflect.Type{columns, output} {
		for _, field := range []struct {
			name string
			kind reflect.Kind
		}{{"dataPtr", reflect.UnsafePointer}, {"maskPtr", reflect.UnsafePointer}, {"Type", reflect.Uint32}} {
			if _, err := in(vector, field.name, field.kind); err != nil {
				return err
			}
		}
	}
	return nil
}
