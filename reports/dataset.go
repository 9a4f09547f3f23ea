package reports

import (
	"context"
	"fmt"
	"math"
	"time"
)

// dataset is one table of the exports. From it come its CSV and Parquet files, its sheet of the workbook, its columns in the
// dictionary and its schema in datapackage.json.
type dataset struct {
	Name    string // of its files and its sheet: metrics.csv, metrics.parquet, metrics
	Title   string
	About   string // what one row is, and what is absent
	Fields  []field
	Key     []string // the fields by which rows are told apart; none where two rows may be the same
	Private bool     // about people: in the private folder only

	// rows gives every row to add, in order, of the newest so many kept weeks. What has no weeks has all its rows at any time.
	rows func(ctx context.Context, weeks int, add func(row ...any) error) error
}

// field is one column of a dataset. What a row has in it is of its kind, or nil where it is not known.
type field struct {
	Name  string // as exported: snake_case, never renamed
	Title string
	Unit  string // "" where it has none; "see unit" where the field unit of the row says
	About string
	Kind  fieldKind

	Required bool     // never empty
	Values   []string // all that a text may be; none where it may be anything
	AtLeast  *float64
	AtMost   *float64
}

// fieldKind is the type of the values of a field.
type fieldKind int

// The kinds of fields, with what rows hold in them.
const (
	textField   fieldKind = iota // string
	numberField                  // float64
	wholeField                   // int64
	flagField                    // bool
	dayField                     // time.Time, at midnight UTC
	momentField                  // time.Time
)

// field returns the place of a field; -1 where there is none of that name.
func (d dataset) field(name string) int {
	for i, f := range d.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// settle makes every cell of a row nil or a value of the kind of its field. A number that is none is not known.
func (d dataset) settle(row []any) error {
	if len(row) != len(d.Fields) {
		return fmt.Errorf("%s: a row of %d cells, want %d", d.Name, len(row), len(d.Fields))
	}
	for i, cell := range row {
		cell = pointed(cell)
		if v, ok := cell.(float64); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			cell = nil
		}
		if cell != nil && !d.Fields[i].Kind.holds(cell) {
			return fmt.Errorf("%s: %s is a %T", d.Name, d.Fields[i].Name, cell)
		}
		row[i] = cell
	}
	return nil
}

func (k fieldKind) holds(cell any) bool {
	switch cell.(type) {
	case string:
		return k == textField
	case float64:
		return k == numberField
	case int64:
		return k == wholeField
	case bool:
		return k == flagField
	case time.Time:
		return k == dayField || k == momentField
	}
	return false
}

// pointed is what a pointer points to, nil for a nil one.
func pointed(cell any) any {
	switch v := cell.(type) {
	case *float64:
		if v == nil {
			return nil
		}
		return *v
	case *int64:
		if v == nil {
			return nil
		}
		return *v
	case *bool:
		if v == nil {
			return nil
		}
		return *v
	case *string:
		if v == nil {
			return nil
		}
		return *v
	}
	return cell
}
