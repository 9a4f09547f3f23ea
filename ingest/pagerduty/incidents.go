package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

const incidentsName = "incidents"

// incidents are read along the time they were created, and again where they may have changed since: see stale.
func (s *Source) incidents() ingest.Stream {
	return ingest.Stream{
		Name:  incidentsName,
		Table: "raw.pagerduty_incidents",
		Read: func(ctx context.Context, store *ingest.Store) error {
			at, err := s.reached(ctx, store)
			if err != nil {
				return err
			}
			people, err := newMentions(ctx, store)
			if err != nil {
				return fmt.Errorf("%s: %w", incidentsName, err)
			}
			r := &incidentReader{Source: s, store: store, people: people, open: map[string]bool{}}
			err = s.inOrder(ctx, spans(at.from(), s.clock.Now()), r.read, func(w window, raw []json.RawMessage) error {
				at.Until = w.until
				_, err := r.put(ctx, raw, at)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s %w", incidentsName, err)
			}
			return r.refresh(ctx)
		},
	}
}

type incidentReader struct {
	*Source
	store  *ingest.Store
	people *mentions
	open   map[string]bool // seen open in this run: they stay stale, for the next one
}

func (r *incidentReader) read(ctx context.Context, w window) ([]json.RawMessage, error) {
	return r.windowed(ctx, r.store, incidentsName, "incidents", w, func(ctx context.Context, offset uint, total bool) error {
		_, err := r.api.ListIncidentsWithContext(ctx, pagerduty.ListIncidentsOptions{
			Limit: pageSize, Offset: offset, Total: total, Since: w.since(), Until: w.to(), SortBy: "created_at:asc",
		})
		return err
	})
}

// put stores incidents and returns their ids. All are fresh now; those still open will be stale tomorrow.
func (r *incidentReader) put(ctx context.Context, raw []json.RawMessage, cursor any) ([]string, error) {
	objects := make([]ingest.Object, len(raw))
	var open []string
	for i := range raw {
		f := readFields(raw[i], r.people)
		var err error
		if objects[i], err = f.object(raw[i]); err != nil {
			return nil, err
		}
		if f.status != "resolved" {
			open = append(open, f.id)
			r.open[f.id] = true
		}
	}
	ids := idsOf(objects)
	_, err := r.store.Put(ctx, ingest.Batch{Objects: objects, Cursor: cursor,
		After: func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
			if err := markFresh(ctx, tx, ids); err != nil {
				return err
			}
			if err := markStale(ctx, tx, open); err != nil {
				return err
			}
			return r.people.store(ctx, tx, r.store.Now())
		}})
	if err == nil {
		r.people.stored()
	}
	return ids, err
}
