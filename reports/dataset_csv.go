package reports

import (
	"fmt"
	"strconv"
	"time"
)

// csvRow is a row of a dataset as cells of a CSV file. What is not known is empty.
func (d dataset) csvRow(row []any) []any {
	cells := make([]any, len(row))
	for i, cell := range row {
		switch v := cell.(type) {
		case nil:
			cells[i] = ""
		case string:
			cells[i] = v
		case float64:
			cells[i] = number(exact(v))
		case int64:
			cells[i] = number(strconv.FormatInt(v, 10))
		case bool:
			cells[i] = number(strconv.FormatBool(v))
		case time.Time:
			cells[i] = number(day(v))
			if d.Fields[i].Kind == momentField {
				cells[i] = number(v.UTC().Format(time.RFC3339))
			}
		default:
			panic(fmt.Sprintf("cell of type %T", cell))
		}
	}
	return cells
}

// names are the names of its fields.
func (d dataset) names() []string {
	var list []string
	for _, f := range d.Fields {
		list = append(list, f.Name)
	}
	return list
}
