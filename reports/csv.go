package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

// sheet is a CSV file in the making. Cells are text or number: text that a spreadsheet would take for a formula gets a
// leading apostrophe, a number never does.
type sheet struct {
	excel bool
	buf   bytes.Buffer
	csv   *csv.Writer
}

// number is a cell that is a number, or empty where the number is unknown.
type number string

// newSheet begins a file with its column names. excel adds what Excel needs: a byte order mark, and CRLF.
func newSheet(excel bool, columns ...string) *sheet {
	s := &sheet{excel: excel}
	if excel {
		s.buf.WriteString("\uFEFF")
	}
	s.csv = csv.NewWriter(&s.buf)
	s.csv.UseCRLF = excel
	_ = s.csv.Write(columns) // a bytes.Buffer takes everything
	return s
}

// row adds one row of strings and numbers.
func (s *sheet) row(cells ...any) {
	record := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case number:
			record[i] = string(c)
		case string:
			record[i] = formulaSafe(c)
		default:
			panic(fmt.Sprintf("csv cell of type %T", c))
		}
	}
	_ = s.csv.Write(record)
}

func (s *sheet) bytes() []byte {
	s.csv.Flush()
	return s.buf.Bytes()
}

// formulaSafe marks text that a spreadsheet would run. Full-width forms count: some input methods and imports fold them.
func formulaSafe(text string) string {
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(text, start) {
			return "'" + text
		}
	}
	return text
}
