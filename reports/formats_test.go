package reports

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fewhands/fewhands/metrics"
)

// inEveryFormat is the export of the hostile warehouse, made once: tests only read it.
func inEveryFormat(t *testing.T) (dir string, datasets []dataset) {
	t.Helper()
	dir, err := formatsFolder()
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	return dir, exporter{hostile(t), p, Privacy{}}.datasets()
}

var formatsFolder = sync.OnceValues(func() (string, error) {
	db, err := hostileWarehouse()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "fewhands-exports-")
	if err != nil {
		return "", err
	}
	atExit = append(atExit, func() { os.RemoveAll(dir) })
	_, err = Export(context.Background(), db, ExportOptions{Targets: []Target{{To: dir, Formats: Formats, Private: true}}, Weeks: 4})
	return dir, err
})

func (d dataset) folder(dir string) string {
	if d.Private {
		return filepath.Join(dir, privateFolder)
	}
	return dir
}

// parquetRows reads a Parquet file as text in the form of CSV; what is NULL is "NULL".
func parquetRows(t *testing.T, d dataset, path string) [][]string {
	t.Helper()
	rows, err := hostile(t).Query(t.Context(), "SELECT * FROM read_parquet('"+path+"')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	head, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	list := [][]string{head}
	for rows.Next() {
		row, at := make([]any, len(head)), make([]any, len(head))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for i, cell := range row {
			switch v := cell.(type) {
			case nil:
				texts = append(texts, "NULL")
			case time.Time:
				text := day(v)
				if d.Fields[i].Kind == momentField {
					text = v.UTC().Format(time.RFC3339)
				}
				texts = append(texts, text)
			case float64:
				texts = append(texts, exact(v))
			default:
				texts = append(texts, fmt.Sprint(v))
			}
		}
		list = append(list, texts)
	}
	return list
}

// sheetRowsOf reads a sheet as text in the form of CSV. Only what is stored counts, not how it is shown.
func sheetRowsOf(t *testing.T, f *excelize.File, d dataset) [][]string {
	t.Helper()
	rows, err := f.GetRows(d.Name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r := range rows[1:] {
		row := append(rows[r+1], make([]string, len(d.Fields)-len(rows[r+1]))...)
		for i, cell := range row {
			switch kind := d.Fields[i].Kind; {
			case cell == "":
			case kind == flagField:
				row[i] = map[string]string{"1": "true", "0": "false"}[cell]
			case kind == dayField || kind == momentField:
				days, err := strconv.ParseFloat(cell, 64)
				if err != nil {
					t.Fatalf("%s is no date: %q", d.Fields[i].Name, cell)
				}
				at, err := excelize.ExcelDateToTime(days, false)
				if err != nil {
					t.Fatal(err)
				}
				row[i] = day(at)
				if kind == momentField {
					row[i] = at.Round(time.Second).UTC().Format(time.RFC3339)
				}
			}
		}
		rows[r+1] = row
	}
	return rows
}

// Every cell of every table is the same in every format: a number to its last digit, withheld where it is withheld, missing where
// it is missing, and zero where it is zero.
func TestEveryFormatHasTheSameCells(t *testing.T) {
	dir, datasets := inEveryFormat(t)
	numbers := 0
	for _, d := range datasets {
		want := readCSV(t, filepath.Join(d.folder(dir), d.Name+".csv"))
		book, err := excelize.OpenFile(filepath.Join(d.folder(dir), "fewhands.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		sheet := sheetRowsOf(t, book, d)
		parquet := parquetRows(t, d, filepath.Join(d.folder(dir), d.Name+".parquet"))
		if len(want) != len(sheet) || len(want) != len(parquet) || len(want) < 2 && d.Name != "interventions" {
			t.Errorf("%s has %d rows as CSV, %d as XLSX, %d as Parquet", d.Name, len(want), len(sheet), len(parquet))
			continue
		}
		for r, row := range want {
			for i, cell := range row {
				if !slices.Contains(row, "") || cell != "" {
					numbers++
				}
				raw := parquet[r][i]
				if r > 0 && d.Fields[i].Kind == textField {
					raw = strings.ReplaceAll(formulaSafe(raw), "\r\n", "\n") // as encoding/csv reads it
				}
				if raw == "NULL" && d.Fields[i].Kind != textField {
					raw = ""
				}
				if sheet[r][i] != cell || raw != cell {
					t.Errorf("%s, row %d, %s: %.40q as CSV, %.40q as XLSX, %.40q as Parquet", d.Name, r, d.Fields[i].Name, cell, sheet[r][i], parquet[r][i])
				}
			}
		}
		book.Close()
	}
	if numbers < 10000 {
		t.Errorf("only %d cells were compared", numbers)
	}
}

// Every public metric is in metrics with the value of the warehouse, or withheld.
func TestMetricsDatasetHasEveryMetric(t *testing.T) {
	dir, datasets := inEveryFormat(t)
	rows := parquetRows(t, datasets[0], filepath.Join(dir, "metrics.parquet"))[1:]
	values, err := metrics.Values(t.Context(), hostile(t), metrics.Filter{LastWeeks: 4})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(values) {
		t.Fatalf("%d rows, want %d", len(rows), len(values))
	}
	withheld := 0
	for i, v := range values {
		row := rows[i]
		value := "NULL"
		if row[10] == "true" {
			withheld++
		} else if v.Value != nil {
			value = exact(*v.Value)
		}
		if row[0] != v.Metric || row[4] != v.Entity || row[6] != value {
			t.Errorf("row %.80q is not %s of %.30q", row, v.Metric, v.Entity)
		}
	}
	if withheld == 0 {
		t.Error("nothing is withheld")
	}
}

// Names that a spreadsheet would run keep an apostrophe in front where one reads them, and are as they are where programs do.
func TestTextIsNeverAFormula(t *testing.T) {
	dir, datasets := inEveryFormat(t)
	parquet := parquetRows(t, datasets[0], filepath.Join(dir, "metrics.parquet"))
	if !slices.ContainsFunc(parquet, func(row []string) bool { return row[4] == formulaRepo }) {
		t.Error("Parquet does not have the name as it is")
	}
	archive, err := zip.OpenReader(filepath.Join(dir, "fewhands.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	sheets := 0
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		sheets++
		f, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<f>", "<f ", "<t>=", "<t>+", "<t>@", ">-HYPER"} {
			if strings.Contains(string(text), bad) {
				t.Errorf("%s has %s", part.Name, bad)
			}
		}
		for _, want := range []string{`state="frozen"`, "<autoFilter", "customWidth"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s has no %s", part.Name, want)
			}
		}
	}
	if sheets != 7 {
		t.Errorf("%d sheets, want 7", sheets)
	}
}

func TestExportIsTheSameEveryTimeAndLeavesNothingElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "exports")
	opts := ExportOptions{Targets: []Target{{To: dir, Formats: Formats, Private: true}}, Excel: true, Weeks: 2}
	var trees []map[string]string
	for range 3 {
		if _, err := Export(t.Context(), hostile(t), opts); err != nil {
			t.Fatal(err)
		}
		trees = append(trees, tree(t, dir))
	}
	if len(trees[0]) != 6+6+2+3+3+2 {
		t.Errorf("%d files", len(trees[0]))
	}
	for name, text := range trees[0] {
		for _, again := range trees[1:] {
			if again[name] != text {
				t.Errorf("%s is not the same when written again", name)
			}
		}
		if filepath.Ext(name) == ".csv" && (!strings.HasPrefix(text, "\uFEFF") || !strings.HasSuffix(text, "\r\n")) {
			t.Errorf("%s is not as Excel likes it", name)
		}
	}
}

// What does not fit into a sheet is left out by whole weeks, the oldest first, and the sheet says so.
func TestALargeSheetIsCutByWeeks(t *testing.T) {
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{exporter: exporter{hostile(t), p, Privacy{}}, opts: ExportOptions{Weeks: 4}, folder: t.TempDir(), sheetRows: 1500}
	to := target{Target: Target{Formats: []string{FormatXLSX}}}
	if err := s.write(t.Context(), []target{to}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(filepath.Join(s.folder, "fewhands.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("metrics")
	if err != nil {
		t.Fatal(err)
	}
	has, kept := map[string]int{}, map[string]int{}
	all := 0
	err = s.metrics().each(t.Context(), 4, func(row []any) error { all++; has[day(row[2].(time.Time))]++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		at, err := time.Parse(time.DateOnly, row[2])
		if err != nil {
			t.Fatal(err)
		}
		kept[day(at)]++
	}
	want := map[string]int{lastWeek: has[lastWeek], "2026-11-02": has["2026-11-02"]}
	if !maps.Equal(kept, want) {
		t.Errorf("the sheet has %v, want %v of %v", kept, want, has)
	}
	note := rows[0][len(rows[0])-1]
	if !strings.Contains(note, "Excel takes 1,500 rows") || !strings.Contains(note, "the newest 2 weeks") ||
		!strings.Contains(note, grouped(int64(all))) {
		t.Errorf("the sheet says %q", note)
	}
	about, err := book.GetRows("about")
	if err != nil {
		t.Fatal(err)
	}
	if about[1][0] != "metrics" || about[1][5] != note || about[1][4] != grouped(int64(all)) {
		t.Errorf("the sheet about says %q", about[1])
	}
}

func TestFittingKeepsWholeWeeks(t *testing.T) {
	week := func(n int) time.Time { return monday().AddDate(0, 0, -7*n) }
	for _, test := range []struct {
		byWeek      map[time.Time]int
		room        int
		weeks, rows int
	}{
		{map[time.Time]int{week(0): 3, week(1): 3, week(2): 3}, 9, 0, 9}, // all
		{map[time.Time]int{week(0): 3, week(1): 3, week(2): 3}, 8, 2, 6},
		{map[time.Time]int{week(0): 1, week(1): 9, week(2): 1}, 5, 1, 1}, // no week is left out between two
		{map[time.Time]int{week(0): 9, week(1): 1}, 5, 1, 5},             // not even one fits
		{nil, 5, 0, 5},
	} {
		e := extent{byWeek: test.byWeek, week: 0}
		if test.byWeek == nil {
			e.week, e.rows = -1, 12
		}
		for _, n := range test.byWeek {
			e.rows += n
		}
		if weeks, rows := e.fitting(test.room); weeks != test.weeks || rows != test.rows {
			t.Errorf("%v: %d weeks, %d rows, want %d and %d", test.byWeek, weeks, rows, test.weeks, test.rows)
		}
	}
}

func TestAWarehouseWithoutAnythingExportsEmptyTables(t *testing.T) {
	db, dir := empty(t), t.TempDir()
	if _, err := Export(t.Context(), db, ExportOptions{Targets: []Target{{To: dir, Formats: Formats, Private: true}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "fewhands.xlsx")); err != nil {
		t.Error(err)
	}
}
