package sql

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// Settings are what a build depends on beside raw. They are in staging.settings, one row, for the layers to read.
type Settings struct {
	AsOf      time.Time // the pipeline's "now"; the last week is the last ISO week that ended before it
	Weeks     int       // how many weeks of every metric to keep; 0 means 104
	FilesMode string    // which files the truck factor counts: "source" (default) or "all"
	DayParts  DayParts  // the zero value is business 08:00-18:00, sleep 22:00-08:00

	// Sources are what is configured to be read: "pagerduty", "jira", and "git NAME" of every repository. Nil means that all that
	// was ever read still is.
	Sources []string

	Operational []string // globs of the paths whose changes are reliability work; none means those of package metrics
}

// DayParts are the two parts of a day that have hours of their own, as times since local midnight; off hours are the
// rest. Business is from Monday to Friday and wins where both hold, sleep is every day. One that ends before it begins
// goes over midnight.
type DayParts struct {
	BusinessStart, BusinessEnd time.Duration
	SleepStart, SleepEnd       time.Duration
}

// DefaultDayParts are those of PagerDuty.
var DefaultDayParts = DayParts{8 * time.Hour, 18 * time.Hour, 22 * time.Hour, 8 * time.Hour}

// Compute fills in Go what one SELECT cannot say well. It creates its own tables, named in Tables, inside the build's
// transaction.
type Compute func(ctx context.Context, tx *Tx) error

// Build rebuilds every layer from raw in one transaction. computed has a function for each table of Tables without a
// file; one that writes two tables is given under the first of them. progress, if not nil, is called before each table.
func (db *DB) Build(ctx context.Context, settings Settings, computed map[string]Compute, progress func(table string, done, of int)) error {
	return db.BuildLayers(ctx, Layers, settings, computed, progress)
}

// BuildLayers is Build for some of the layers, given in build order; the layers they read from are there already.
func (db *DB) BuildLayers(ctx context.Context, layers []string, settings Settings, computed map[string]Compute, progress func(table string, done, of int)) error {
	var all []string
	for _, layer := range layers {
		all = append(all, Tables(layer)...)
	}
	defer db.resetSettings(context.WithoutCancel(ctx))
	return db.Update(ctx, func(tx *Tx) error {
		if err := tx.settings(ctx, settings); err != nil {
			return fmt.Errorf("build settings: %w", err)
		}
		for _, set := range fastWriting {
			if err := tx.Exec(ctx, set); err != nil {
				return fmt.Errorf("%s: %w", set, err)
			}
		}
		if err := tx.dropOtherKinds(ctx, all); err != nil {
			return fmt.Errorf("drop what was a view or a table: %w", err)
		}
		for i, table := range all {
			if progress != nil {
				progress(table, i, len(all))
			}
			if err := tx.buildTable(ctx, table, computed); err != nil {
				return fmt.Errorf("build %s: %w", table, err)
			}
		}
		return tx.whole(ctx)
	})
}

// fastWriting leaves text that is rebuilt every night to plain dictionaries: the other ways to store it make a third of its size, and
// building three times as slow (measured: ids, titles and addresses of 667,000 incidents 2.1 s of processor time, 0.8 s so). Numbers
// are packed without trying every other way first (measured: a tenth of a build of 10 million pages, and a file 5 % larger). Every
// 122,880 rows are written as soon as they are there, and not by fives: those that are left at the end one processor writes.
var fastWriting = []string{
	"SET disabled_compression_methods = 'fsst,zstd,dict_fsst'",
	"SET force_compression = 'bitpacking'",
	"SET write_buffer_row_group_count = 1",
}

// resetSettings takes back what a build sets, also one that failed.
func (db *DB) resetSettings(ctx context.Context) {
	for _, set := range []string{"RESET disabled_compression_methods", "SET force_compression = 'auto'", "RESET write_buffer_row_group_count", memoryLimit(db.memoryMiB)} {
		_, _ = db.db.ExecContext(ctx, set) // a build is done or undone by now, and the next one sets them anew
	}
}

func (tx *Tx) buildTable(ctx context.Context, table string, computed map[string]Compute) error {
	if Select(table) != "" {
		if err := tx.Exec(ctx, statement(table)); err != nil {
			return err
		}
	} else if compute := computed[table]; compute != nil {
		if err := tx.shared(ctx, func() error { return compute(ctx, tx) }); err != nil {
			return err
		}
	}
	if kind(table) == "VIEW" {
		return nil
	}
	return tx.inPieces(ctx, table, runtime.NumCPU())
}

// shared calls fn while DuckDB has two thirds of its memory: what Go holds of a long table is half as much as all that DuckDB
// may have. Where DuckDB needs more, as for a warehouse in memory, it keeps it all. Afterwards Go gives back what it held, which would
// otherwise stay its own while DuckDB fills its memory with the next ones.
func (tx *Tx) shared(ctx context.Context, fn func() error) error {
	ctx = context.WithoutCancel(ctx)
	limit := func(mib int) { _, _ = tx.db.db.ExecContext(ctx, memoryLimit(mib)) } // not in the transaction, which a refusal would end
	limit(tx.db.memoryMiB * 2 / 3)
	defer limit(tx.db.memoryMiB)
	defer debug.FreeOSMemory()
	return fn()
}

func memoryLimit(mib int) string { return fmt.Sprintf("SET memory_limit = '%dMiB'", mib) }

// dropOtherKinds drops what an earlier version built as a view and this one builds as a table, or the other way round:
// DuckDB does not replace one by the other.
func (tx *Tx) dropOtherKinds(ctx context.Context, tables []string) error {
	rows, err := tx.Query(ctx, `
		SELECT table_schema || '.' || table_name, CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END
		FROM information_schema.tables`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var stmts []string
	for rows.Next() {
		var table, was string
		if err := rows.Scan(&table, &was); err != nil {
			return err
		}
		if slices.Contains(tables, table) && was != kind(table) {
			stmts = append(stmts, "DROP "+was+" "+table)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, stmt := range stmts {
		if err := tx.Exec(ctx, stmt); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) settings(ctx context.Context, s Settings) error {
	for _, layer := range Layers {
		if err := tx.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+layer); err != nil {
			return err
		}
	}
	if s.Weeks == 0 {
		s.Weeks = 104
	}
	if s.FilesMode == "" {
		s.FilesMode = "source"
	}
	if s.DayParts == (DayParts{}) {
		s.DayParts = DefaultDayParts
	}
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE staging.settings (
		    as_of          DATE,
		    weeks          INTEGER,
		    files_mode     VARCHAR,
		    business_start TIME,
		    business_end   TIME,
		    sleep_start    TIME,
		    sleep_end      TIME,
		    operational    VARCHAR,
		    sources        VARCHAR -- a line each; NULL: all that was ever read
		)`)
	if err != nil {
		return err
	}
	d := s.DayParts
	var sources any
	if s.Sources != nil {
		sources = strings.Join(s.Sources, "\n")
	}
	return tx.Exec(ctx, "INSERT INTO staging.settings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", s.AsOf.Format(time.DateOnly), s.Weeks,
		s.FilesMode, clock(d.BusinessStart), clock(d.BusinessEnd), clock(d.SleepStart), clock(d.SleepEnd), strings.Join(s.Operational, "\n"), sources)
}

// clock writes a time since midnight as SQL's TIME, which goes up to 24:00:00.
func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}
