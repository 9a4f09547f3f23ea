package sql

import (
	"context"
	stdsql "database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Parquet writes Parquet files, one after the other. The same rows give the same bytes. It keeps the rows of one file in a
// folder of the caller's, not in memory.
type Parquet struct {
	db   *stdsql.DB
	conn *stdsql.Conn
	app  *duckdb.Appender
}

// ParquetColumn is a column of a Parquet file.
type ParquetColumn struct {
	Name string
	Type string // of DuckDB: VARCHAR, DOUBLE, BIGINT, BOOLEAN, DATE or TIMESTAMPTZ
}

// OpenParquet makes a writer that keeps its rows in folder, which is gone when the caller removes it.
func OpenParquet(ctx context.Context, folder string) (*Parquet, error) {
	path := filepath.Join(folder, "parquet.duckdb")
	connector, err := duckdb.NewConnector(path, func(conn driver.ExecerContext) error {
		for _, set := range []string{
			"SET TimeZone = 'UTC'",
			"SET autoinstall_known_extensions = false",
			"SET autoload_known_extensions = false",
			"SET memory_limit = '512MiB'",
			"SET threads = 1", // several share the rows out differently each time
		} {
			if _, err := conn.ExecContext(ctx, set, nil); err != nil {
				return fmt.Errorf("%s: %w", set, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, openError(path, err)
	}
	p := &Parquet{db: stdsql.OpenDB(connector)}
	if p.conn, err = p.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	return p, nil
}

// Begin begins a file of these columns. The rows of one that was begun before and not written are dropped.
func (p *Parquet) Begin(ctx context.Context, columns []ParquetColumn) error {
	if err := p.drop(ctx); err != nil {
		return err
	}
	var list []string
	for _, c := range columns {
		list = append(list, quoteName(c.Name)+" "+c.Type)
	}
	if _, err := p.conn.ExecContext(ctx, "CREATE TABLE rows ("+strings.Join(list, ", ")+")"); err != nil {
		return err
	}
	return p.conn.Raw(func(c any) (err error) {
		p.app, err = duckdb.NewAppenderFromConn(c.(driver.Conn), "", "rows")
		return err
	})
}

// Append adds one row; its values are in the order of the columns, nil for NULL.
func (p *Parquet) Append(row ...Value) error { return p.app.AppendRow(row...) }

// Write writes the rows since Begin to a file. notes are kept in it, name by name.
func (p *Parquet) Write(ctx context.Context, path string, notes [][2]string) error {
	err := p.app.Close()
	p.app = nil
	if err != nil {
		return err
	}
	var list []string
	for _, note := range notes {
		list = append(list, quoteName(note[0])+": "+quoteText(note[1]))
	}
	_, err = p.conn.ExecContext(ctx, "COPY rows TO "+quoteText(path)+
		" (FORMAT parquet, COMPRESSION zstd, KV_METADATA {"+strings.Join(list, ", ")+"})")
	if err != nil {
		return err
	}
	return p.drop(ctx)
}

func (p *Parquet) drop(ctx context.Context) error {
	if p.app != nil {
		_ = p.app.Clear()
		_ = p.app.Close()
		p.app = nil
	}
	_, err := p.conn.ExecContext(ctx, "DROP TABLE IF EXISTS rows")
	return err
}

// Close ends the writer. What it kept is still in its folder.
func (p *Parquet) Close() error {
	if p.app != nil {
		_ = p.app.Clear()
		_ = p.app.Close()
	}
	return errors.Join(p.conn.Close(), p.db.Close())
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
