package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// overlap is how much of what was read before is read again: the API shows some objects later than they say they were
// created.
const overlap = time.Hour

// logEntries are read along time. What is new in them says which incidents to read again.
func (s *Source) logEntries() ingest.Stream {
	const name = "log entries"
	return ingest.Stream{
		Name:    name,
		Table:   "raw.pagerduty_log_entries",
		Ordered: true,
		Read: func(ctx context.Context, store *ingest.Store) error {
			at, err := s.reached(ctx, store)
			if err != nil {
				return err
			}
			people, err := newMentions(ctx, store)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			err = s.inOrder(ctx, spans(at.from(), s.clock.Now()),
				func(ctx context.Context, w window) ([]json.RawMessage, error) {
					return s.windowed(ctx, store, name, "log_entries", w, s.listLogEntries(w))
				},
				func(w window, raw []json.RawMessage) error {
					at.Until = w.until
					return storeLogEntries(ctx, store, people, raw, at)
				})
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			return nil
		},
	}
}

func (s *Source) listLogEntries(w window) list {
	return func(ctx context.Context, offset uint, total bool) error {
		_, err := s.api.ListLogEntriesWithContext(ctx, pagerduty.ListLogEntriesOptions{
			Limit: pageSize, Offset: offset, Total: total, Since: w.since(), Until: w.to(), Includes: []string{"channels"},
		})
		return err
	}
}

// reached loads the cursor, or begins one. An earlier Since than the one that was read begins again: ids make it safe.
func (s *Source) reached(ctx context.Context, store *ingest.Store) (reached, error) {
	var at reached
	found, err := store.Cursor(ctx, &at)
	if err != nil {
		return at, err
	}
	if !found || s.since.Before(at.Since) {
		at = reached{Since: s.since, Until: s.since}
	}
	return at, nil
}

// from is where to read on.
func (r reached) from() time.Time {
	from := r.Until.Add(-overlap)
	if from.Before(r.Since) {
		return r.Since
	}
	return from
}

// windowed reads the list of one window and tells progress.
func (s *Source) windowed(ctx context.Context, store *ingest.Store, name, key string, w window, ask list) ([]json.RawMessage, error) {
	if !w.cut { // its parts go without saying
		store.Progress.Note(fmt.Sprintf("pagerduty: %s %s", name, w))
	}
	expected := 0
	raw, err := s.whole(ctx, key, ask, func(first page) error {
		if err := w.fits(first); err != nil {
			return err
		}
		if n := max(first.total, len(first.objects)) - expected; n > 0 {
			store.Progress.Expect(int64(n))
			expected += n
		}
		return nil
	})
	if err == nil {
		store.Progress.Done(int64(expected))
	}
	return raw, err
}

func storeLogEntries(ctx context.Context, store *ingest.Store, people *mentions, raw []json.RawMessage, at reached) error {
	objects := make([]ingest.Object, len(raw))
	incidents := map[string]string{} // by log entry
	for i := range raw {
		f := readFields(raw[i], people)
		var err error
		if objects[i], err = f.object(raw[i]); err != nil {
			return err
		}
		incidents[f.id] = f.incident
	}
	_, err := store.Put(ctx, ingest.Batch{Objects: objects, Cursor: at,
		After: func(ctx context.Context, tx *sql.Tx, changed []ingest.Object) error {
			var touched []string
			for _, o := range changed {
				touched = append(touched, incidents[o.ID])
			}
			if err := markStale(ctx, tx, touched); err != nil {
				return err
			}
			return people.store(ctx, tx, store.Now())
		}})
	if err == nil {
		people.stored()
	}
	return err
}

// markStale says that the incidents are to be read again, whether there is a row of them or not.
func markStale(ctx context.Context, tx *sql.Tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return tx.Exec(ctx, `
		INSERT INTO raw.pagerduty_stale_incidents (id)
		SELECT DISTINCT id FROM (SELECT unnest($1::VARCHAR[]) AS id) WHERE id <> ''`, ids)
}

// markFresh says that they have been read.
func markFresh(ctx context.Context, tx *sql.Tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return tx.Exec(ctx, "DELETE FROM raw.pagerduty_stale_incidents WHERE id IN (SELECT unnest($1::VARCHAR[]))", ids)
}
