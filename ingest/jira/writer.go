package jira

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// writer puts issues and what they carry into the warehouse, one batch after the other.
type writer struct {
	*Source
	store  *ingest.Store
	people *people
	mu     sync.Mutex
}

func (s *Source) writer(ctx context.Context, store *ingest.Store) (*writer, error) {
	people, err := newPeople(ctx, store)
	if err != nil {
		return nil, err
	}
	return &writer{Source: s, store: store, people: people}, nil
}

// read makes issues of what a search gave, each once, with all that they carry. Of one that is stored in this version,
// nothing of that is asked for; anew asks all the same.
func (w *writer) read(ctx context.Context, raw []json.RawMessage, anew bool) ([]*issue, error) {
	var issues, news []*issue
	seen := map[string]bool{}
	for _, one := range raw {
		i, err := readIssue(one)
		if err != nil {
			return nil, err
		}
		if !seen[i.id] {
			seen[i.id] = true
			issues = append(issues, i)
		}
	}
	stored, err := knownIssues(ctx, w.store.Query, issues)
	if err != nil {
		return nil, err
	}
	for _, i := range issues {
		i.anew = anew
		if version, ok := stored[i.id]; ok && !anew && !version.gone && version.updated.Equal(i.updated.Truncate(time.Microsecond)) {
			i.isStored = true
			continue
		}
		news = append(news, i)
	}
	return issues, w.complete(ctx, news)
}

// put stores issues with the cursor, which is made when it is this batch's turn; nil leaves it as it is.
func (w *writer) put(ctx context.Context, issues []*issue, cursor func() any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b ingest.Batch
	for _, i := range issues {
		b.Objects = append(b.Objects, i.object())
		for _, person := range i.people {
			w.people.add(person)
		}
	}
	if cursor != nil {
		b.Cursor = cursor()
	}
	var was known
	b.Before = func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) (err error) {
		was, err = knownIssues(ctx, tx.Query, issues)
		return err
	}
	b.After = func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
		var histories, comments []row
		var anew, changed []string // issues with rows: all of those to be replaced, or some
		for _, i := range issues {
			if i.isStored {
				continue
			}
			histories = append(histories, w.without(i.histories)...)
			comments = append(comments, w.without(i.said)...)
			switch version, ok := was[i.id]; {
			case !ok:
			case version.gone || i.anew:
				anew = append(anew, i.id)
			default:
				changed = append(changed, i.id)
			}
		}
		now := w.store.Now()
		if err := replaceRows(ctx, tx, historiesTable, histories, anew, changed, now); err != nil {
			return err
		}
		if err := replaceRows(ctx, tx, commentsTable, comments, anew, changed, now); err != nil {
			return err
		}
		return w.people.store(ctx, tx, w.store)
	}
	if _, err := w.store.Put(ctx, b); err != nil {
		return err
	}
	w.people.stored()
	return nil
}

// without are rows without those who are forgotten.
func (w *writer) without(rows []row) []row {
	gone := w.store.Forgotten()
	if gone == nil {
		return rows
	}
	kept := make([]row, len(rows))
	for i, r := range rows {
		r.author, r.payload = gone.Text(r.author), gone.JSON(r.payload)
		kept[i] = r
	}
	return kept
}

func idsOf(issues []*issue) []string {
	ids := make([]string, len(issues))
	for n, i := range issues {
		ids[n] = i.id
	}
	return ids
}

// known are the versions of issues that have rows.
type known map[string]knownIssue

type knownIssue struct {
	updated time.Time
	gone    bool
}

// knownIssues looks the stored versions of issues up, in a transaction or outside.
func knownIssues(ctx context.Context, ask func(context.Context, string, ...any) (*sql.Rows, error), issues []*issue) (known, error) {
	if len(issues) == 0 {
		return nil, nil
	}
	first, last := issues[0].created, issues[0].created
	for _, i := range issues {
		if i.created.Before(first) {
			first = i.created
		}
		if i.created.After(last) {
			last = i.created
		}
	}
	// Rows of a first reading lie in the order of creation: only those of its time are looked at.
	rows, err := ask(ctx, `SELECT id, updated_at, gone_at IS NOT NULL FROM raw.jira_issues
		WHERE id IN (SELECT unnest($1::VARCHAR[])) AND created_at BETWEEN $2 AND $3`, idsOf(issues), first.Add(-time.Second), last.Add(time.Second))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	k := known{}
	for rows.Next() {
		var id string
		var at *time.Time
		var one knownIssue
		if err := rows.Scan(&id, &at, &one.gone); err != nil {
			return nil, err
		}
		if at != nil {
			one.updated = at.UTC()
		}
		k[id] = one
	}
	return k, rows.Err()
}
