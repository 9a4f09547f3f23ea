// Package sql is the one door to DuckDB: it opens the warehouse, migrates the raw tables, and builds every layer below
// them. The rule that keeps it simple: raw is the only state; all the rest is rebuilt from it in one transaction.
package sql

import (
	"context"
	stdsql "database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Rows are the result rows of a query; the caller closes them.
type Rows = stdsql.Rows

// ErrNoRows is what Scan returns when QueryRow found nothing.
var ErrNoRows = stdsql.ErrNoRows

// Options tune one opened warehouse. The zero value suits a laptop.
type Options struct {
	MemoryMiB int  // DuckDB's memory_limit; 0 means 1200. Above it DuckDB spills beside the file.
	ReadOnly  bool // readers may share the file with each other, not with a writer
}

// DB is an open warehouse. It is safe for concurrent use.
type DB struct {
	db        *stdsql.DB
	path      string
	memoryMiB int // DuckDB's memory_limit
	made      *makers
}

// Open opens or creates the warehouse at path and brings its raw tables up to date; "" is a warehouse in memory.
// A file that another process holds gives a *LockedError naming that process.
func Open(ctx context.Context, path string, opts Options) (*DB, error) {
	if strings.ContainsAny(path, "?%") {
		return nil, fmt.Errorf("open warehouse %s: its name must not contain ? or %%", path)
	}
	// DuckDB names the database after its file, and a database called like one of its schemas is ambiguous to it.
	name, _, _ := strings.Cut(filepath.Base(path), ".")
	if slices.Contains(append([]string{"raw"}, Layers...), strings.ToLower(name)) {
		return nil, fmt.Errorf("open warehouse %s: it must not be named like a schema in it", path)
	}
	if opts.MemoryMiB == 0 {
		opts.MemoryMiB = 1200 // measured: with 768 the events of 6.7 million incidents cannot be joined to their numbers
	}
	connector, err := duckdb.NewConnector(dsn(path, opts), func(conn driver.ExecerContext) error {
		return configure(ctx, conn, opts)
	})
	if err != nil {
		return nil, openError(path, err)
	}
	db := &DB{db: stdsql.OpenDB(connector), path: path, memoryMiB: opts.MemoryMiB, made: &makers{}}
	if err := db.db.PingContext(ctx); err != nil {
		db.db.Close()
		return nil, openError(path, err)
	}
	if opts.ReadOnly {
		return db, nil
	}
	if path != "" {
		// DuckDB creates files readable by everyone; what this one will hold is people's work.
		if err := os.Chmod(path, 0o600); err != nil {
			db.db.Close()
			return nil, fmt.Errorf("open warehouse: %w", err)
		}
	}
	if err := db.migrate(ctx); err != nil {
		db.db.Close()
		return nil, err
	}
	if err := errors.Join(fields.err, db.made.register(ctx, db.db), registerTaker(ctx, db.db)); err != nil {
		db.db.Close()
		return nil, fmt.Errorf("open warehouse %s: %w", path, err)
	}
	return db, nil
}

func dsn(path string, opts Options) string {
	if path != "" && opts.ReadOnly {
		return path + "?access_mode=READ_ONLY"
	}
	return path
}

func configure(ctx context.Context, conn driver.ExecerContext, opts Options) error {
	settings := []string{
		"SET TimeZone = 'UTC'",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		memoryLimit(opts.MemoryMiB),
		fmt.Sprintf("SET threads = %d", runtime.NumCPU()),
		"SET preserve_insertion_order = false",
		// Of a table written in the same transaction DuckDB guesses too low a number of rows, and would join it by loops.
		"SET asof_loop_join_threshold = 0",
		"SET checkpoint_threshold = '1GB'", // measured: by default a third of a large load goes into checkpoints between commits
	}
	for _, set := range settings {
		if _, err := conn.ExecContext(ctx, set, nil); err != nil {
			return fmt.Errorf("%s: %w", set, err)
		}
	}
	return nil
}

// Close closes the warehouse and folds its write-ahead log into the file.
func (db *DB) Close() error { return db.db.Close() }

// Path is the file of the warehouse, "" in memory.
func (db *DB) Path() string { return db.path }

// Dir is the folder beside the warehouse that holds name, such as mirrors of remote repositories.
func (db *DB) Dir(name string) string { return filepath.Join(filepath.Dir(db.path), name) }

// Query runs one SELECT with bound parameters.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*Rows, error) {
	return db.db.QueryContext(ctx, query, args...)
}

// QueryRow runs one SELECT of at most one row; its Scan gives ErrNoRows when there is none.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *stdsql.Row {
	return db.db.QueryRowContext(ctx, query, args...)
}

// Update runs fn in one transaction: all that it wrote is there when Update returns nil, and nothing of it otherwise.
func (db *DB) Update(ctx context.Context, fn func(tx *Tx) error) (err error) {
	conn, err := db.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx := &Tx{db: db, conn: conn, made: db.made}
	if _, err := conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		// A context that ends now may leave the transaction begun, for the next user of the connection to fall over.
		return errors.Join(err, tx.rollback())
	}
	defer func() {
		if p := recover(); p != nil {
			tx.rollback()
			panic(p)
		}
	}()
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.rollback())
	}
	if err := tx.closeAppenders(); err != nil {
		return errors.Join(err, tx.rollback())
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		return errors.Join(fmt.Errorf("commit: %w", err), tx.rollback())
	}
	return nil
}
