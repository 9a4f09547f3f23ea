package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Store is where a stream puts what it reads.
type Store struct {
	Progress Progress

	db     *sql.DB
	source string
	stream Stream
	clock  Clock
	began  time.Time

	read, changed int
	forgotten     *Forgotten
}

// Now is the time on the clock of the run.
func (s *Store) Now() time.Time { return s.clock.Now() }

// Forgotten is whom to take out of what is stored beside the objects of a batch; of these Put does it.
func (s *Store) Forgotten() *Forgotten { return s.forgotten }

// Query asks the warehouse, for streams whose next step depends on what is stored.
func (s *Store) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.db.Query(ctx, query, args...)
}

// Cursor reads the stored cursor into what to points at, and tells whether there was one.
func (s *Store) Cursor(ctx context.Context, to any) (bool, error) {
	var text *string
	row := s.db.QueryRow(ctx, "SELECT cursor FROM raw.cursors WHERE source = $1 AND stream = $2", s.source, s.stream.Name)
	if err := row.Scan(&text); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("%s: cursor: %w", s.stream.Name, err)
	}
	if text == nil {
		return false, nil
	}
	if err := json.Unmarshal([]byte(*text), to); err != nil {
		return false, fmt.Errorf("%s: cursor: %w", s.stream.Name, err)
	}
	return true, nil
}

// Put stores one batch, all of it or nothing. It returns the objects that were new or not what was stored.
func (s *Store) Put(ctx context.Context, batch Batch) ([]Object, error) {
	kept := make([]Object, len(batch.Objects))
	for i, o := range batch.Objects {
		kept[i] = s.forgotten.Object(o)
	}
	objects := latest(kept)
	var changed []Object
	err := s.db.Update(ctx, func(tx *sql.Tx) (err error) {
		if changed, err = s.news(ctx, tx, objects); err != nil {
			return err
		}
		if batch.Before != nil {
			if err := batch.Before(ctx, tx, changed); err != nil {
				return err
			}
		}
		if err := s.replace(ctx, tx, changed); err != nil {
			return err
		}
		if batch.Whole {
			if err := s.gone(ctx, tx, objects); err != nil {
				return err
			}
		}
		if batch.After != nil {
			if err := batch.After(ctx, tx, changed); err != nil {
				return err
			}
		}
		return s.moveCursor(ctx, tx, batch.Cursor)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: store %d objects: %w", s.stream.Name, len(objects), err)
	}
	s.read += len(objects)
	s.changed += len(changed)
	return changed, nil
}

// begin marks the stream as incomplete until end says otherwise, so that a killed run is seen as such.
func (s *Store) begin(ctx context.Context) error {
	s.began = s.clock.Now()
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		err := tx.Exec(ctx, `
			INSERT INTO raw.cursors (source, stream, is_incomplete)
			SELECT $1, $2, true
			WHERE NOT EXISTS (SELECT 1 FROM raw.cursors WHERE source = $1 AND stream = $2)`, s.source, s.stream.Name)
		if err != nil {
			return err
		}
		return tx.Exec(ctx, "UPDATE raw.cursors SET is_incomplete = true, problem = NULL WHERE source = $1 AND stream = $2",
			s.source, s.stream.Name)
	})
}

func (s *Store) end(ctx context.Context, problem error) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		if problem != nil {
			return tx.Exec(ctx, "UPDATE raw.cursors SET problem = $3 WHERE source = $1 AND stream = $2",
				s.source, s.stream.Name, problem.Error())
		}
		return tx.Exec(ctx, "UPDATE raw.cursors SET is_incomplete = false, completed_at = $3 WHERE source = $1 AND stream = $2",
			s.source, s.stream.Name, s.began)
	})
}

func (s *Store) moveCursor(ctx context.Context, tx *sql.Tx, cursor any) error {
	if cursor == nil {
		return nil
	}
	text, err := json.Marshal(cursor)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, "UPDATE raw.cursors SET cursor = $3, updated_at = $4 WHERE source = $1 AND stream = $2",
		s.source, s.stream.Name, string(text), s.clock.Now())
}
