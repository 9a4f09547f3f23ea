package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// stale is an incident to be read again, and where it stands among all that are stored.
type stale struct {
	id        string
	createdAt time.Time
	place     int64 // in the order of creation; 0: there is no row of it
}

// refresh reads again what may have changed: incidents that were open when last read, and those with log entries that
// came since, such as late resolves, notes, reopens and merges of old incidents. Created-at windows do not show these.
//
// Neighbours are read together: the API gives a hundred incidents of a window in the time it gives one by its id.
func (r *incidentReader) refresh(ctx context.Context) error {
	all, err := r.stale(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", incidentsName, err)
	}
	var missing []string // that no window can show
	var windows []window
	wanted := map[time.Time][]string{} // by the beginning of the window
	var first stale
	for _, i := range all {
		if i.place == 0 {
			missing = append(missing, i.id)
			continue
		}
		// Two pages are no dearer than two requests, so a window grows as long as that is so.
		if len(windows) == 0 || i.place-first.place >= pageSize-5 || i.createdAt.Sub(first.createdAt) > span {
			first = i
			windows = append(windows, window{from: i.createdAt, cut: true})
		}
		w := &windows[len(windows)-1]
		w.until = i.createdAt.Add(moment)
		wanted[w.from] = append(wanted[w.from], i.id)
	}
	err = r.inOrder(ctx, windows, r.read, func(w window, raw []json.RawMessage) error {
		got, err := r.put(ctx, raw, nil)
		missing = append(missing, without(wanted[w.from], got)...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s %w", incidentsName, err)
	}
	return r.byID(ctx, missing)
}

// stale lists what is to be read again, but for what this run has seen open itself.
func (r *incidentReader) stale(ctx context.Context) ([]stale, error) {
	rows, err := r.store.Query(ctx, `
		WITH placed AS (
		    SELECT id, created_at, row_number() OVER (ORDER BY created_at, id) AS place
		    FROM raw.pagerduty_incidents
		)
		SELECT wanted.id, placed.created_at, COALESCE(placed.place, 0)
		FROM (SELECT DISTINCT id FROM raw.pagerduty_stale_incidents) AS wanted
		LEFT JOIN placed USING (id)
		ORDER BY placed.place, wanted.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []stale
	for rows.Next() {
		var i stale
		var createdAt *time.Time
		if err := rows.Scan(&i.id, &createdAt, &i.place); err != nil {
			return nil, err
		}
		if r.open[i.id] {
			continue
		}
		if createdAt == nil {
			i.place = 0
		} else {
			i.createdAt = createdAt.UTC().Truncate(moment)
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// byID reads incidents that no window shows: those created before Since whose later log entries we have.
func (r *incidentReader) byID(ctx context.Context, ids []string) error {
	for _, id := range ids {
		body, err := r.ask(ctx, func(ctx context.Context) error {
			_, err := r.api.GetIncidentWithContext(ctx, id)
			return err
		})
		switch {
		case errors.Is(err, errNotFound): // there is nothing more to know
			_, err = r.store.Put(ctx, ingest.Batch{After: func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
				return markFresh(ctx, tx, []string{id})
			}})
		case err == nil:
			var incident json.RawMessage
			ingest.Members(body, func(name string, value json.RawMessage) {
				if name == "incident" {
					incident = value
				}
			})
			_, err = r.put(ctx, []json.RawMessage{incident}, nil)
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", incidentsName, id, err)
		}
	}
	return nil
}

func without(ids, some []string) []string {
	drop := map[string]bool{}
	for _, id := range some {
		drop[id] = true
	}
	var left []string
	for _, id := range ids {
		if !drop[id] {
			left = append(left, id)
		}
	}
	return left
}
