package reports

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"github.com/fewhands/fewhands/sql"
)

// stage is the folder in which the files of an export are made, each once, before they go to the targets.
type stage struct {
	exporter
	opts      ExportOptions
	folder    string
	sheetRows int
	files     []stagedFile
}

// stagedFile is one whole file of the stage.
type stagedFile struct {
	name     string // where it lies at a target, with slashes
	local    string
	format   string
	private  bool
	bytes    int64
	hash     string // SHA-256, in hexadecimal
	datasets []dataset
}

// privateFolder is where the files about people go. Only its owner can open it.
const privateFolder = "private"

// write makes the files of every format that one of the targets takes.
func (s *stage) write(ctx context.Context, targets []target) error {
	wants := func(format string, private bool) bool {
		for _, to := range targets {
			if to.has(format) && (to.private || !private) {
				return true
			}
		}
		return false
	}
	for _, private := range []bool{false, true} {
		var datasets []dataset
		for _, d := range s.datasets() {
			if d.Private == private {
				datasets = append(datasets, d)
			}
		}
		formats := map[string]bool{}
		for _, format := range Formats {
			formats[format] = wants(format, private)
		}
		if !formats[FormatCSV] && !formats[FormatParquet] && !formats[FormatXLSX] {
			continue
		}
		if err := s.writeFormats(ctx, datasets, formats, private); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) writeFormats(ctx context.Context, datasets []dataset, formats map[string]bool, private bool) error {
	folder := ""
	if private {
		folder = privateFolder
		if err := os.Mkdir(filepath.Join(s.folder, folder), 0o700); err != nil {
			return err
		}
	}
	var parquet *sql.Parquet
	if formats[FormatParquet] {
		scratch, err := os.MkdirTemp(s.folder, "parquet-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(scratch)
		if parquet, err = sql.OpenParquet(ctx, scratch); err != nil {
			return err
		}
		defer parquet.Close()
	}
	extents := map[string]*extent{}
	for _, d := range datasets {
		has, err := s.writeDataset(ctx, d, folder, formats[FormatCSV], parquet)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		extents[d.Name] = has
	}
	if !formats[FormatXLSX] {
		return nil
	}
	return s.writeWorkbook(ctx, datasets, extents, folder)
}

// writeDataset reads a dataset once, for its CSV file, its Parquet file and its extent.
func (s *stage) writeDataset(ctx context.Context, d dataset, folder string, isCSV bool, parquet *sql.Parquet) (*extent, error) {
	has := newExtent(d)
	adds := []func(row []any) error{func(row []any) error { has.add(row); return nil }}
	var ends []func() error
	if isCSV {
		name := path.Join(folder, d.Name+".csv")
		f, err := os.OpenFile(s.local(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		buffered := bufio.NewWriterSize(f, 1<<16)
		to := sheetTo(buffered, s.opts.Excel, d.names()...)
		adds = append(adds, func(row []any) error { to.row(d.csvRow(row)...); return nil })
		ends = append(ends, func() error {
			for _, end := range []func() error{to.end, buffered.Flush, f.Close} {
				if err := end(); err != nil {
					return err
				}
			}
			return s.staged(name, FormatCSV, d)
		})
	}
	if parquet != nil {
		name := path.Join(folder, d.Name+".parquet")
		if err := parquet.Begin(ctx, d.parquetColumns()); err != nil {
			return nil, err
		}
		adds = append(adds, func(row []any) error { return parquet.Append(values(row)...) })
		ends = append(ends, func() error {
			err := parquet.Write(ctx, s.local(name), [][2]string{
				{"title", d.Title}, {"description", d.About}, {"schema_version", strconv.Itoa(schemaVersion)},
			})
			if err != nil {
				return err
			}
			return s.staged(name, FormatParquet, d)
		})
	}
	err := d.each(ctx, s.opts.Weeks, func(row []any) error {
		for _, add := range adds {
			if err := add(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, end := range ends {
		if err := end(); err != nil {
			return nil, err
		}
	}
	return has, nil
}

// writeWorkbook writes the datasets once more, as sheets: only now it is known how many rows there are.
func (s *stage) writeWorkbook(ctx context.Context, datasets []dataset, extents map[string]*extent, folder string) error {
	book, err := newWorkbook(s.period.asOf, s.folder, s.sheetRows)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	defer book.close()
	for _, d := range datasets {
		if err := s.writeSheet(ctx, book, d, extents[d.Name]); err != nil {
			return fmt.Errorf("sheet %s: %w", d.Name, err)
		}
	}
	name := path.Join(folder, "fewhands.xlsx")
	if err := book.write(s.local(name)); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return s.staged(name, FormatXLSX, datasets...)
}

func (s *stage) writeSheet(ctx context.Context, book *workbook, d dataset, has *extent) error {
	weeks, rows := has.fitting(book.limit - 1)
	note := ""
	if rows < has.rows {
		note = fmt.Sprintf("Excel takes %s rows in a sheet: these are the newest %s. All %s rows are in the other formats.",
			grouped(int64(book.limit)), counted(int64(weeks), "week", "weeks"), grouped(int64(has.rows)))
		if weeks == 0 {
			note = fmt.Sprintf("Excel takes %s rows in a sheet: these are the first %s. All %s rows are in the other formats.",
				grouped(int64(book.limit)), grouped(int64(rows)), grouped(int64(has.rows)))
		}
	}
	book.listed(d, rows, has.rows, note)
	if weeks == 0 {
		weeks = s.opts.Weeks
	}
	sheet, err := book.begin(d, has, note)
	if err != nil {
		return err
	}
	left := rows
	err = d.each(ctx, weeks, func(row []any) error {
		if left == 0 {
			return nil
		}
		left--
		return sheet.row(row)
	})
	if err != nil {
		return err
	}
	return sheet.end()
}

func (s *stage) local(name string) string { return filepath.Join(s.folder, filepath.FromSlash(name)) }

// staged notes a file that is whole.
func (s *stage) staged(name, format string, datasets ...dataset) error {
	local := s.local(name)
	info, err := os.Stat(local)
	if err != nil {
		return err
	}
	hash, err := hashOf(local)
	if err != nil {
		return err
	}
	s.files = append(s.files, stagedFile{
		name: name, local: local, format: format, private: datasets[0].Private, bytes: info.Size(), hash: hash, datasets: datasets,
	})
	return nil
}

// each gives every row to add, settled. The row is not to be kept.
func (d dataset) each(ctx context.Context, weeks int, add func(row []any) error) error {
	return d.rows(ctx, weeks, func(row ...any) error {
		if err := d.settle(row); err != nil {
			return err
		}
		return add(row)
	})
}

// parquetColumns are its fields in the types of DuckDB.
func (d dataset) parquetColumns() []sql.ParquetColumn {
	types := map[fieldKind]string{
		textField: "VARCHAR", numberField: "DOUBLE", wholeField: "BIGINT", flagField: "BOOLEAN", dayField: "DATE", momentField: "TIMESTAMPTZ",
	}
	var list []sql.ParquetColumn
	for _, f := range d.Fields {
		list = append(list, sql.ParquetColumn{Name: f.Name, Type: types[f.Kind]})
	}
	return list
}

func values(row []any) []sql.Value {
	list := make([]sql.Value, len(row))
	for i, cell := range row {
		list[i] = cell
	}
	return list
}
