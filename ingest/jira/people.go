package jira

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// userID is what a person is known by: the accountId on Cloud, the key on Data Center, or the name on one so old that it
// gives no keys. "" is nobody.
func userID(raw json.RawMessage) string {
	var account, key, name string
	ingest.Members(raw, func(is string, value json.RawMessage) {
		switch is {
		case "accountId":
			account = ingest.Text(value)
		case "key":
			key = ingest.Text(value)
		case "name":
			name = ingest.Text(value)
		}
	})
	for _, id := range []string{account, key, name} {
		if id != "" {
			return id
		}
	}
	return ""
}

// people are those whom issues name. There is no list of users that every token may read, and none that has those who
// left; each reference holds the whole profile.
type people struct {
	known map[string][]byte // by id, as stored
	found map[string][]byte // to be stored
	gone  *ingest.Forgotten
}

func newPeople(ctx context.Context, store *ingest.Store) (*people, error) {
	rows, err := store.Query(ctx, "SELECT id, payload FROM raw.jira_users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	p := &people{gone: store.Forgotten(), known: map[string][]byte{}, found: map[string][]byte{}}
	for rows.Next() {
		var id, payload string
		if err := rows.Scan(&id, &payload); err != nil {
			return nil, err
		}
		p.known[id] = []byte(payload)
	}
	return p, rows.Err()
}

// add looks at a reference, or null. It replaces an earlier one that it contradicts, or that says less.
func (p *people) add(raw json.RawMessage) {
	id := userID(raw)
	if id == "" {
		return
	}
	id, raw = p.gone.Profile(id, raw)
	stored, ok := p.found[id]
	if !ok {
		stored, ok = p.known[id]
	}
	raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	if ok && (bytes.Equal(stored, raw) || !isNews(raw, stored)) {
		return
	}
	p.found[id] = slices.Clone(raw)
}

// isNews compares what matters of two profiles.
func isNews(now, before []byte) bool {
	of := func(raw []byte) map[string]string {
		says := map[string]string{}
		ingest.Members(raw, func(name string, value json.RawMessage) {
			switch name {
			case "displayName", "emailAddress", "active", "timeZone", "accountType", "name", "key":
				if string(value) != "null" {
					says[name] = string(value)
				}
			}
		})
		return says
	}
	is, was := of(now), of(before)
	for name, value := range is {
		if was[name] != value {
			return true
		}
	}
	return false
}

// store puts the rows of those found into the transaction that stores where they were found.
func (p *people) store(ctx context.Context, tx *sql.Tx, store *ingest.Store) error {
	if len(p.found) == 0 {
		return nil
	}
	var ids []string
	for id := range p.found {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, strings.Compare)
	if err := tx.Exec(ctx, "DELETE FROM raw.jira_users WHERE id IN (SELECT unnest($1::VARCHAR[]))", ids); err != nil {
		return err
	}
	app, err := tx.Appender("raw.jira_users", "id", "payload", "readable", "fetched_at")
	if err != nil {
		return err
	}
	for _, id := range ids {
		payload := string(p.found[id])
		if err := app.Append(id, payload, ingest.Readable(payload), store.Now()); err != nil {
			return err
		}
	}
	return app.Flush()
}

// stored says that the transaction of store has been committed.
func (p *people) stored() {
	for id, raw := range p.found {
		p.known[id] = raw
	}
	clear(p.found)
}
