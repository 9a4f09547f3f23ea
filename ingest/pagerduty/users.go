package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// users keeps what a later version of a user replaced: where a person lived at the time of a page is only known from
// what their time zone was then.
func (s *Source) users() ingest.Stream {
	return ingest.Stream{
		Name:    "users",
		Table:   "raw.pagerduty_users",
		Columns: []string{"is_reference"},
		Read: func(ctx context.Context, store *ingest.Store) error {
			users, err := s.objects(ctx, "users", func(ctx context.Context, offset uint, _ bool) error {
				_, err := s.api.ListUsersWithContext(ctx, pagerduty.ListUsersOptions{Limit: pageSize, Offset: offset})
				return err
			})
			if err != nil {
				return fmt.Errorf("users: %w", err)
			}
			for i := range users {
				users[i].Extra = []sql.Value{false}
			}
			_, err = store.Put(ctx, ingest.Batch{Objects: users, Whole: true,
				Before: func(ctx context.Context, tx *sql.Tx, changed []ingest.Object) error {
					return keepVersions(ctx, tx, changed, store.Now())
				}})
			return err
		},
	}
}

func keepVersions(ctx context.Context, tx *sql.Tx, changed []ingest.Object, now time.Time) error {
	return tx.Exec(ctx, `
		INSERT INTO raw.pagerduty_user_versions (id, payload, readable, fetched_at, replaced_at)
		SELECT id, payload, readable, fetched_at, $2
		FROM raw.pagerduty_users
		WHERE id IN (SELECT unnest($1::VARCHAR[])) AND NOT is_reference`, idsOf(changed), now)
}

// mentions collects references to users. A deleted user is in no list but stays in what they did: the reference is all
// that is left to know them by.
type mentions struct {
	known map[string]bool // users with a row
	gone  *ingest.Forgotten
	found map[string]json.RawMessage
}

func newMentions(ctx context.Context, store *ingest.Store) (*mentions, error) {
	ids, err := column(ctx, store, "SELECT id FROM raw.pagerduty_users")
	if err != nil {
		return nil, err
	}
	m := &mentions{gone: store.Forgotten(), known: map[string]bool{}, found: map[string]json.RawMessage{}}
	for _, id := range ids {
		m.known[id] = true
	}
	return m, nil
}

// add looks at what may be a reference to a user, or to something else, or null.
func (m *mentions) add(raw json.RawMessage) {
	id, kind := "", ""
	ingest.Members(raw, func(name string, value json.RawMessage) {
		switch name {
		case "id":
			id = ingest.Text(value)
		case "type":
			kind = ingest.Text(value)
		}
	})
	if id == "" || !strings.HasPrefix(strings.ToLower(kind), "user") {
		return
	}
	id, profile := m.gone.Profile(id, raw)
	if !m.known[id] {
		m.found[id] = profile
	}
}

// addAll looks at a list of references, or of objects that hold one each, as assignments do.
func (m *mentions) addAll(list json.RawMessage) {
	all, _ := ingest.Elements(list)
	for _, one := range all {
		m.add(one)
		ingest.Members(one, func(_ string, value json.RawMessage) { m.add(value) })
	}
}

// store puts the rows of users found into the transaction that stores where they were found.
func (m *mentions) store(ctx context.Context, tx *sql.Tx, now time.Time) error {
	if len(m.found) == 0 {
		return nil
	}
	app, err := tx.Appender("raw.pagerduty_users", "id", "payload", "readable", "fetched_at", "gone_at", "is_reference")
	if err != nil {
		return err
	}
	for id, raw := range m.found {
		payload := strings.ToValidUTF8(string(raw), "\uFFFD")
		if err := app.Append(id, payload, ingest.Readable(payload), now, now, true); err != nil {
			return err
		}
	}
	return app.Flush()
}

// stored says that the transaction of store has been committed.
func (m *mentions) stored() {
	for id := range m.found {
		m.known[id] = true
	}
	clear(m.found)
}

func idsOf(objects []ingest.Object) []string {
	ids := make([]string, len(objects))
	for i, o := range objects {
		ids[i] = o.ID
	}
	return ids
}

// column reads the first column of a query.
func column(ctx context.Context, store *ingest.Store, query string, args ...any) ([]string, error) {
	rows, err := store.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
