package reports

import (
	"fmt"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows Excel takes in one sheet, the head counted.
const sheetRows = excelize.TotalRows

// workbook is an Excel file with a sheet for each dataset, and first one that says what they are. It has no formula.
type workbook struct {
	file   *excelize.File
	styles map[string]int // by number format
	head   int
	about  [][]any
	limit  int // rows of a sheet
}

// newWorkbook makes a workbook whose dates are all asOf; large sheets are kept in folder until it is written.
func newWorkbook(asOf time.Time, folder string, limit int) (*workbook, error) {
	w := &workbook{file: excelize.NewFile(excelize.Options{TmpDir: folder}), styles: map[string]int{}, limit: limit}
	moment := asOf.UTC().Format(time.RFC3339)
	err := w.file.SetDocProps(&excelize.DocProperties{
		Title: "Fewhands", Creator: "Fewhands", LastModifiedBy: "Fewhands", Created: moment, Modified: moment,
	})
	if err != nil {
		return nil, err
	}
	if err := w.file.SetSheetName("Sheet1", "about"); err != nil {
		return nil, err
	}
	w.head, err = w.file.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECF0"}},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	})
	return w, err
}

// style is that of cells of a number format; "" is general.
func (w *workbook) style(format string) (int, error) {
	if id, ok := w.styles[format]; ok || format == "" {
		return id, nil
	}
	id, err := w.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		w.styles[format] = id
	}
	return id, err
}

// bookSheet is a sheet in the making.
type bookSheet struct {
	book    *workbook
	name    string
	fields  []field
	stream  *excelize.StreamWriter
	formats []int // of the fields
	share   int   // the format of shares
	unit    int   // place of the field that says what the unit of the row is, -1 for none
	next    int   // row
	cells   []any
}

// begin begins the sheet of a dataset. Where only a part of its rows fits, a note that says so follows the head.
func (w *workbook) begin(d dataset, has *extent, note string) (*bookSheet, error) {
	if _, err := w.file.NewSheet(d.Name); err != nil {
		return nil, err
	}
	return w.open(d.Name, d.Fields, has.widths, note)
}

func (w *workbook) open(name string, fields []field, widths []int, note string) (*bookSheet, error) {
	s := &bookSheet{book: w, name: name, fields: fields, unit: dataset{Fields: fields}.field("unit"), next: 1}
	var err error
	if s.stream, err = w.file.NewStreamWriter(name); err != nil {
		return nil, err
	}
	if s.share, err = w.style(shareFormat); err != nil {
		return nil, err
	}
	if note != "" {
		if err := s.stream.SetColWidth(len(fields)+1, len(fields)+1, 60); err != nil {
			return nil, err
		}
	}
	s.formats = make([]int, len(fields))
	for i, f := range slices.Backward(fields) { // the library writes the columns the other way round
		if s.formats[i], err = w.style(f.excelFormat()); err != nil {
			return nil, err
		}
		if err := s.stream.SetColWidth(i+1, i+1, f.excelWidth(widths[i])); err != nil {
			return nil, err
		}
	}
	err = s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return nil, err
	}
	var head []any
	for _, f := range fields {
		head = append(head, excelize.Cell{StyleID: w.head, Value: f.Name})
	}
	if note != "" {
		head = append(head, excelize.Cell{StyleID: w.head, Value: note})
	}
	return s, s.set(head)
}

func (s *bookSheet) set(cells []any) error {
	err := s.stream.SetRow(fmt.Sprintf("A%d", s.next), cells)
	s.next++
	return err
}

// row adds a row that is settled. Text stays text: what a spreadsheet would take for a formula, were it typed in, gets the same
// apostrophe as in CSV.
func (s *bookSheet) row(row []any) error {
	s.cells = s.cells[:0]
	for i, cell := range row {
		format := s.formats[i]
		switch v := cell.(type) {
		case nil:
			s.cells = append(s.cells, nil)
			continue
		case string:
			if v == "" {
				s.cells = append(s.cells, nil)
				continue
			}
			cell = formulaSafe(v)
		case float64:
			if s.fields[i].Unit == "see unit" && s.unit >= 0 && row[s.unit] == "share" {
				format = s.share
			}
		}
		s.cells = append(s.cells, excelize.Cell{StyleID: format, Value: cell})
	}
	return s.set(s.cells)
}

// end finishes the sheet, with a filter over its columns.
func (s *bookSheet) end() error {
	last, err := excelize.CoordinatesToCellName(len(s.fields), max(s.next-1, 2))
	if err != nil {
		return err
	}
	if err := s.book.file.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return err
	}
	return s.stream.Flush()
}

// listed puts a dataset into the sheet about.
func (w *workbook) listed(d dataset, rows, of int, note string) {
	w.about = append(w.about, []any{d.Name, d.Title, d.About, int64(rows), int64(of), note})
}

var aboutFields = []field{
	{Name: "sheet"}, {Name: "title"}, {Name: "about"}, {Name: "rows", Kind: wholeField}, {Name: "of_rows", Kind: wholeField}, {Name: "note"},
}

// write writes the workbook to a file. The same sheets give the same bytes.
func (w *workbook) write(path string) error {
	widths := make([]int, len(aboutFields))
	for _, row := range w.about {
		for i, cell := range row {
			if text, ok := cell.(string); ok {
				widths[i] = max(widths[i], utf8.RuneCountInString(text))
			}
		}
	}
	s, err := w.open("about", aboutFields, widths, "")
	if err != nil {
		return err
	}
	for _, row := range w.about {
		if err := s.row(row); err != nil {
			return err
		}
	}
	if err := s.end(); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	zipped := &sortedZip{to: f}
	w.file.SetZipWriter(zipped.use)
	if _, err := w.file.WriteToBuffer(); err != nil {
		return err
	}
	return f.Close()
}

func (w *workbook) close() error { return w.file.Close() }

const shareFormat = "0.0%"

// excelFormat is the number format of a field.
func (f field) excelFormat() string {
	switch f.Kind {
	case dayField:
		return "yyyy-mm-dd"
	case momentField:
		return "yyyy-mm-dd hh:mm:ss"
	case wholeField:
		return "#,##0"
	case numberField:
		if f.Unit == "share" || f.Unit == shareChange {
			return shareFormat
		}
	case textField:
		return "@"
	}
	return ""
}

// excelWidth is the width of its column: all of its text, within limits.
func (f field) excelWidth(longest int) float64 {
	least := min(utf8.RuneCountInString(f.Name)+3, 24) // with room for the button of the filter
	switch f.Kind {
	case momentField:
		longest = 19
	case textField:
	default:
		longest = 11
	}
	return float64(min(max(least, longest+2), 60))
}
