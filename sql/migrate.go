package sql

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

//go:embed schema staging facts weekly metrics findings
var files embed.FS

// migrate runs the numbered files of schema/ that this warehouse has not seen, each in its own transaction with its
// number. A warehouse written by a newer fewhands is refused: its raw rows may mean something else.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	err = db.Update(ctx, func(tx *Tx) error {
		if err := tx.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS raw"); err != nil {
			return err
		}
		return tx.Exec(ctx, "CREATE TABLE IF NOT EXISTS raw.migrations (version INTEGER, name VARCHAR)")
	})
	if err != nil {
		return fmt.Errorf("migrate warehouse: %w", err)
	}
	var have int
	row := db.QueryRow(ctx, "SELECT COALESCE(max(version), 0) FROM raw.migrations")
	if err := row.Scan(&have); err != nil {
		return fmt.Errorf("migrate warehouse: %w", err)
	}
	if newest := len(steps); have > newest {
		return fmt.Errorf("warehouse %s has schema version %d, this fewhands knows %d: use the newer fewhands that wrote it",
			db.path, have, newest)
	}
	for _, step := range steps[have:] {
		err := db.Update(ctx, func(tx *Tx) error {
			if err := tx.Exec(ctx, step.text); err != nil {
				return err
			}
			return tx.Exec(ctx, "INSERT INTO raw.migrations VALUES ($1, $2)", step.version, step.name)
		})
		if err != nil {
			return fmt.Errorf("migrate warehouse to %s: %w", step.name, err)
		}
	}
	return nil
}

type migration struct {
	version int
	name    string
	text    string
}

// migrations lists schema/ in order; version n is the file that begins with n, and none is missing.
func migrations() ([]migration, error) {
	entries, err := fs.ReadDir(files, "schema")
	if err != nil {
		return nil, err
	}
	var steps []migration
	for _, entry := range entries {
		number, _, _ := strings.Cut(entry.Name(), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != len(steps)+1 {
			return nil, fmt.Errorf("schema/%s: want number %04d", entry.Name(), len(steps)+1)
		}
		text, err := files.ReadFile(path.Join("schema", entry.Name()))
		if err != nil {
			return nil, err
		}
		steps = append(steps, migration{version, entry.Name(), string(text)})
	}
	return steps, nil
}
