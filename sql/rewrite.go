package sql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Rewrite copies the raw tables of a warehouse that nobody has open into a new file, which then takes its name. DuckDB keeps the blocks
// of what was deleted; in the new file they are not. Until the last moment the old file is there, whole. What is below raw is
// gone then, and built anew.
func Rewrite(ctx context.Context, path string) error {
	fresh := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := removeDatabase(fresh); err != nil {
		return err
	}
	defer removeDatabase(fresh)
	if err := copyDatabase(ctx, path, fresh); err != nil {
		return fmt.Errorf("rewrite warehouse: %w", err)
	}
	f, err := os.OpenFile(fresh, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return err
	}
	// The old log belongs to the old file: it must not be there beside the new one. It is empty, as the file was closed.
	if err := os.Remove(path + ".wal"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return os.RemoveAll(path + ".tmp")
}

func removeDatabase(path string) error {
	return errors.Join(os.RemoveAll(path), os.RemoveAll(path+".wal"), os.RemoveAll(path+".tmp"))
}

func copyDatabase(ctx context.Context, path, fresh string) (err error) {
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var name string
	if err := conn.QueryRowContext(ctx, "SELECT current_database()").Scan(&name); err != nil {
		return err
	}
	for _, stmt := range []string{
		"SET preserve_insertion_order = true",
		"ATTACH " + quoteText(fresh) + " AS fresh",
		"COPY FROM DATABASE " + quoteName(name) + " TO fresh",
		"CHECKPOINT fresh",
		"DETACH fresh",
	} {
		if _, err := conn.ExecContext(ctx, stmt); err != nil {
			return fmt.Errorf("%s: %w", stmt, err)
		}
	}
	return nil
}

// DropLayers takes away all that is built from raw.
func (tx *Tx) DropLayers(ctx context.Context) error {
	for i := len(Layers) - 1; i >= 0; i-- {
		if err := tx.Exec(ctx, "DROP SCHEMA IF EXISTS "+Layers[i]+" CASCADE"); err != nil {
			return err
		}
	}
	return nil
}
