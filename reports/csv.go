package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// sheet is a CSV file in the making. Cells are text or number: text that a spreadsheet would take for a formula gets a
// leading apostrophe, a number never does.
type sheet struct {
	buf    bytes.Buffer // of one that is made in memory
	csv    *csv.Writer
	record []string
}

// number is a cell that is a number, or empty where the number is unknown.
type number string

// newSheet begins a file with its column names. excel adds what Excel needs: a byte order mark, and CRLF.
func newSheet(excel bool, columns ...string) *sheet {
	s := &sheet{}
	s.begin(&s.buf, excel, columns)
	return s
}

// sheetTo is newSheet of a file that is written while it is made. Its end says whether all was written.
func sheetTo(w io.Writer, excel bool, columns ...string) *sheet {
	s := &sheet{}
	s.begin(w, excel, columns)
	return s
}

func (s *sheet) begin(w io.Writer, excel bool, columns []string) {
	s.csv = csv.NewWriter(w)
	s.csv.UseCRLF = excel
	if excel {
		_, _ = io.WriteString(w, "\uFEFF") // what cannot be written shows at the end
	}
	_ = s.csv.Write(columns)
}

// row adds one row of strings and numbers.
func (s *sheet) row(cells ...any) {
	s.record = s.record[:0]
	for _, c := range cells {
		switch c := c.(type) {
		case number:
			s.record = append(s.record, string(c))
		case string:
			s.record = append(s.record, formulaSafe(c))
		default:
			panic(fmt.Sprintf("csv cell of type %T", c))
		}
	}
	_ = s.csv.Write(s.record)
}

func (s *sheet) bytes() []byte {
	_ = s.end()
	return s.buf.Bytes()
}

// end writes what is left and tells the first error of all.
func (s *sheet) end() error {
	s.csv.Flush()
	return s.csv.Error()
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
