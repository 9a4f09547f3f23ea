package reports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// exportWeeks is how far back the files go unless asked otherwise: two quarters.
const exportWeeks = 26

// The formats of exports.
const (
	FormatCSV     = "csv"
	FormatParquet = "parquet"
	FormatXLSX    = "xlsx"
)

// Formats are all of them.
var Formats = []string{FormatCSV, FormatParquet, FormatXLSX}

// ExportOptions say where the files go and what they hold.
type ExportOptions struct {
	Targets []Target
	Weeks   int  // the newest so many kept weeks; 0 is 26
	Excel   bool // a byte order mark and CRLF in CSV, for spreadsheets that need them
	Private bool // also the files about people, for every folder; a bucket has them only where its target says so
	Privacy Privacy
}

// Target is where an export goes.
type Target struct {
	To      string   // a folder, or s3://bucket/prefix with the parameters of ParseBucket
	Formats []string // none: csv
	Private bool     // also the files about people
}

func (t Target) has(format string) bool {
	if len(t.Formats) == 0 {
		return format == FormatCSV
	}
	return slices.Contains(t.Formats, format)
}

// ErrRefused says that a target does not let us in.
var ErrRefused = errors.New("credentials refused")

// Export writes the datasets in every format that a target asks for, once, and takes them to the targets, one after the other. It
// returns where the files are. None of them has a person's name in it but those of the private folder. At a target each takes its
// name when all are whole, and datapackage.json, which has size and hash of each, comes last. A target that cannot be reached does
// not stop the others; the error names each of them.
func Export(ctx context.Context, db *sql.DB, opts ExportOptions) (paths []string, err error) {
	if opts.Weeks == 0 {
		opts.Weeks = exportWeeks
	}
	p, err := readPeriod(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if opts.Privacy, err = opts.Privacy.of(ctx, db, p); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	p.privacy = opts.Privacy
	var targets []target
	for _, t := range opts.Targets {
		to, err := t.open(opts)
		if err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		targets = append(targets, to)
	}
	folder, err := stagingFolder(db)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	s := &stage{folder: folder, exporter: exporter{db, p, opts.Privacy}, opts: opts, sheetRows: sheetRows}
	if err := s.write(ctx, targets); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	var failed []error
	for _, to := range targets {
		parcels, err := s.parcels(to)
		if err != nil {
			return paths, fmt.Errorf("export: %w", err)
		}
		written, err := to.place.take(ctx, parcels)
		if ctx.Err() != nil {
			return paths, ctx.Err()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("export to %s: %w", to.place, err))
			continue
		}
		paths = append(paths, written...)
	}
	return paths, errors.Join(failed...)
}

// stagingPrefix begins the name of the folder in which an export is made.
const stagingPrefix = ".fewhands-export-"

// stagingFolder makes a folder beside the warehouse, where there is room for what is made of it, that only its owner can open. One
// that a killed run left is removed: there is one writer of a warehouse at a time.
func stagingFolder(db *sql.DB) (string, error) {
	if db.Path() == "" {
		return os.MkdirTemp("", stagingPrefix)
	}
	dir := filepath.Dir(db.Path())
	left, err := filepath.Glob(filepath.Join(globSafe(dir), stagingPrefix+"*"))
	if err != nil {
		return "", err
	}
	for _, folder := range left {
		if err := os.RemoveAll(folder); err != nil {
			return "", err
		}
	}
	return os.MkdirTemp(dir, stagingPrefix)
}
