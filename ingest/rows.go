package ingest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// latest keeps of several objects with one id the last, where the first stood.
func latest(objects []Object) []Object {
	at := make(map[string]int, len(objects))
	kept := make([]Object, 0, len(objects))
	for _, o := range objects {
		if i, again := at[o.ID]; again {
			kept[i] = o
			continue
		}
		at[o.ID] = len(kept)
		kept = append(kept, o)
	}
	return kept
}

func idsOf(objects []Object) []string {
	ids := make([]string, len(objects))
	for i, o := range objects {
		ids[i] = o.ID
	}
	return ids
}

// within limits a search by id to the times of the objects, where the stream says that this is enough. DuckDB keeps the
// least and greatest value of each block of rows and does not read the others.
func (s *Store) within(objects []Object) string {
	if !s.stream.Ordered {
		return ""
	}
	first, last := objects[0].CreatedAt, objects[0].CreatedAt
	for _, o := range objects {
		if o.CreatedAt.IsZero() {
			return ""
		}
		if o.CreatedAt.Before(first) {
			first = o.CreatedAt
		}
		last = later(last, o.CreatedAt)
	}
	const layout = "2006-01-02 15:04:05.000000Z07:00"
	return fmt.Sprintf(" AND created_at BETWEEN '%s' AND '%s'",
		first.UTC().Truncate(time.Microsecond).Format(layout), last.UTC().Add(time.Microsecond).Format(layout))
}

// news returns the objects that are not stored just as they are.
func (s *Store) news(ctx context.Context, tx *sql.Tx, objects []Object) ([]Object, error) {
	if len(objects) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `
		SELECT id, payload FROM `+s.stream.Table+`
		WHERE id IN (SELECT unnest($1::VARCHAR[])) AND gone_at IS NULL`+s.within(objects), idsOf(objects))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	stored := map[string]string{}
	for rows.Next() {
		var id, payload string
		if err := rows.Scan(&id, &payload); err != nil {
			return nil, err
		}
		stored[id] = payload
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var changed []Object
	for _, o := range objects {
		if payload, ok := stored[o.ID]; !ok || payload != stringOf(o.Payload) {
			changed = append(changed, o)
		}
	}
	return changed, nil
}

// replace puts the objects in the place of the rows with their ids. It is one statement and one run of the appender:
// DuckDB spends milliseconds per statement, not per row.
func (s *Store) replace(ctx context.Context, tx *sql.Tx, objects []Object) error {
	if len(objects) == 0 {
		return nil
	}
	err := tx.Exec(ctx, `DELETE FROM `+s.stream.Table+` WHERE id IN (SELECT unnest($1::VARCHAR[]))`+s.within(objects), idsOf(objects))
	if err != nil {
		return err
	}
	columns := append([]string{"id", "created_at", "payload", "readable", "fetched_at"}, s.stream.Columns...)
	app, err := tx.Appender(s.stream.Table, columns...)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, o := range objects {
		payload := stringOf(o.Payload)
		row := append([]sql.Value{o.ID, timeOrNull(o.CreatedAt), payload, Readable(payload), now}, o.Extra...)
		if err := app.Append(row...); err != nil {
			return err
		}
	}
	return app.Flush()
}

// gone marks the rows whose objects are no longer at the source.
func (s *Store) gone(ctx context.Context, tx *sql.Tx, objects []Object) error {
	return tx.Exec(ctx, `UPDATE `+s.stream.Table+` SET gone_at = $2
		WHERE gone_at IS NULL AND id NOT IN (SELECT unnest($1::VARCHAR[]))`, idsOf(objects), s.clock.Now())
}

func timeOrNull(t time.Time) sql.Value {
	if t.IsZero() {
		return nil
	}
	return t
}

// stringOf is a payload as DuckDB can hold it: bytes that are no UTF-8, which JSON does not allow, become U+FFFD.
func stringOf(payload []byte) string { return strings.ToValidUTF8(string(payload), "\uFFFD") }
