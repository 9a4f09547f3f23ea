package reports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// exportWeeks is how far back the files go unless asked otherwise: two quarters.
const exportWeeks = 26

// ExportOptions say where the CSV files go and what they hold.
type ExportOptions struct {
	Dir     string
	Weeks   int  // the newest so many kept weeks; 0 is 26
	Excel   bool // a byte order mark and CRLF, for spreadsheets that need them
	Private bool // also people_weekly.csv and responses.csv, in the folder private, which only its owner can open
	Privacy Privacy
}

// Export writes metrics.csv, findings.csv, interventions.csv, scorecard.csv, truck_factor.csv and data_dictionary.csv and returns their paths. None of these has a person's
// name in it; with Private there are two more that do. Each takes its name only when all beside it are whole.
func Export(ctx context.Context, db *sql.DB, opts ExportOptions) ([]string, error) {
	if opts.Weeks == 0 {
		opts.Weeks = exportWeeks
	}
	p, err := readPeriod(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	var paths []string
	files := map[string][]byte{}
	for _, f := range []struct {
		name  string
		write func() ([]byte, error)
	}{
		{"metrics.csv", func() ([]byte, error) {
			values, err := metrics.Values(ctx, db, metrics.Filter{LastWeeks: opts.Weeks})
			return opts.Privacy.metricsCSV(values, opts.Excel), err
		}},
		{"findings.csv", func() ([]byte, error) {
			list, err := findings.List(ctx, db)
			return opts.Privacy.findingsCSV(list, opts.Excel), err
		}},
		{"interventions.csv", func() ([]byte, error) {
			list, err := metrics.Effects(ctx, db)
			return opts.Privacy.interventionsCSV(list, opts.Excel), err
		}},
		{"scorecard.csv", func() ([]byte, error) {
			card, err := p.scorecard(ctx, db, opts.Privacy)
			return card.csv(opts.Excel), err
		}},
		{"truck_factor.csv", func() ([]byte, error) { return p.truckFactorCSV(ctx, db, opts) }},
		{"data_dictionary.csv", func() ([]byte, error) { return dictionaryCSV(opts.Excel), nil }},
	} {
		text, err := f.write()
		if err != nil {
			return nil, fmt.Errorf("export %s: %w", f.name, err)
		}
		files[f.name] = text
		paths = append(paths, filepath.Join(opts.Dir, f.name))
	}
	if err := replaceFiles(opts.Dir, files, 0o644); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if opts.Private {
		private, err := exportPrivate(ctx, db, opts)
		if err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		paths = append(paths, private...)
	}
	return paths, nil
}

// metricsCSV has one row per metric, channel, week and entity. Where a number about people's load or rest is of a small
// group it is withheld, which differs from missing.
func (p Privacy) metricsCSV(values []metrics.Value, excel bool) []byte {
	s := newSheet(excel, metricColumns...)
	for _, v := range values {
		isWithheld := p.withhold(&v)
		s.row(v.Metric, v.Channel, number(day(v.Week)), v.Scope, v.Entity, v.EntityName, number(exactOrEmpty(v.Value)),
			number(strconv.FormatInt(v.N, 10)), v.Unit, number(exactOrEmpty(v.Coverage)), number(strconv.FormatBool(isWithheld)))
	}
	return s.bytes()
}

// truckFactorCSV has one row per entity and week with a counted file. Its truck factors are those of metrics.csv.
func (p period) truckFactorCSV(ctx context.Context, db *sql.DB, opts ExportOptions) ([]byte, error) {
	since := time.Time{}
	if week, ok := p.ago(opts.Weeks - 1); ok {
		since = week
	}
	list, err := readAuthorship(ctx, db, "", "", "", since)
	if err != nil {
		return nil, err
	}
	s := newSheet(opts.Excel, "scope", "entity", "week", "files", "authors", "truck_factor", "active_truck_factor", "top1_share")
	for _, a := range list {
		s.row(a.scope, a.entity, number(day(a.week)), number(strconv.FormatInt(a.files, 10)), number(strconv.FormatInt(a.authors, 10)),
			number(exactOrEmpty(a.truckFactor)), number(exactOrEmpty(a.activeTruckFactor)), number(exactOrEmpty(a.topShare)))
	}
	return s.bytes(), nil
}

// replaceFiles writes the files under temporary names, then renames them one after the other. They get the mode.
func replaceFiles(dir string, files map[string][]byte, mode os.FileMode) (err error) {
	if err := makeFolder(dir); err != nil {
		return err
	}
	written := map[string]string{}
	defer func() {
		for temporary := range written {
			err = errors.Join(err, os.Remove(temporary))
		}
	}()
	for name, text := range files {
		f, err := os.CreateTemp(dir, "."+name+".*")
		if err != nil {
			return err
		}
		written[f.Name()] = filepath.Join(dir, name)
		_, err = f.Write(text)
		if err := errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
			return err
		}
	}
	for temporary, final := range written {
		if err := os.Rename(temporary, final); err != nil {
			return err
		}
		delete(written, temporary)
	}
	return nil
}
