package jira

import (
	"context"
	"encoding/json"
	"strings"
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
	rows, err := w.store.Query(ctx, selectKnown, idsOf(issues))
	if err != nil {
		return nil, err
	}
	stored, err := scanKnown(rows)
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
		was, err = knownIssues(ctx, tx, idsOf(issues))
		return err
	}
	b.After = func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
		var histories, comments []row
		var anew, changed []string // issues with rows: all of those to be replaced, or some
		for _, i := range issues {
			if i.isStored {
				continue
			}
			histories = append(histories, i.histories...)
			comments = append(comments, i.said...)
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

const selectKnown = `SELECT id, updated_at, gone_at IS NOT NULL FROM raw.jira_issues WHERE id IN (SELECT unnest($1::VARCHAR[]))`

func knownIssues(ctx context.Context, tx *sql.Tx, ids []string) (known, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, selectKnown, ids)
	if err != nil {
		return nil, err
	}
	return scanKnown(rows)
}

func scanKnown(rows *sql.Rows) (known, error) {
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

// replaceRows makes the rows of a table those given. Issues that are in neither list have no rows yet. Of those anew all
// rows are replaced; of those changed only what differs: a row that is not given any more is marked as gone.
func replaceRows(ctx context.Context, tx *sql.Tx, table string, rows []row, anew, changed []string, now time.Time) error {
	if len(anew) > 0 {
		if err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE issue_id IN (SELECT unnest($1::VARCHAR[]))", anew); err != nil {
			return err
		}
	}
	if len(changed) > 0 {
		stored, err := storedRows(ctx, tx, table, changed)
		if err != nil {
			return err
		}
		given := rows[:0:0]
		for _, r := range rows {
			if stored.take(r) {
				given = append(given, r)
			}
		}
		rows = given
		const of = " WHERE (issue_id, id) IN (SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]))"
		if issues, ids := stored.replaced.lists(); len(ids) > 0 {
			if err := tx.Exec(ctx, "DELETE FROM "+table+of, issues, ids); err != nil {
				return err
			}
		}
		if issues, ids := stored.left().lists(); len(ids) > 0 {
			if err := tx.Exec(ctx, "UPDATE "+table+" SET gone_at = $3"+of, issues, ids, now); err != nil {
				return err
			}
		}
	}
	return appendRows(ctx, tx, table, rows, now)
}

// names are rows by issue and id.
type names [][2]string

func (n names) lists() (issues, ids []string) {
	for _, name := range n {
		issues = append(issues, name[0])
		ids = append(ids, name[1])
	}
	return issues, ids
}

// stored are the rows that a table has of some issues.
type stored struct {
	rows     map[[2]string]storedRow
	replaced names
}

type storedRow struct {
	payload string
	gone    bool
}

// storedRows reads them. A history never changes once it is written, and the table of them is the largest: of those the
// payload is neither read nor compared.
func storedRows(ctx context.Context, tx *sql.Tx, table string, issues []string) (*stored, error) {
	payload := "payload"
	if table == historiesTable {
		payload = "NULL"
	}
	found, err := tx.Query(ctx, "SELECT issue_id, id, gone_at IS NOT NULL, "+payload+" FROM "+table+
		" WHERE issue_id IN (SELECT unnest($1::VARCHAR[]))", issues)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	s := &stored{rows: map[[2]string]storedRow{}}
	for found.Next() {
		var name [2]string
		var gone bool
		var text *string
		if err := found.Scan(&name[0], &name[1], &gone, &text); err != nil {
			return nil, err
		}
		one := storedRow{gone: gone}
		if text != nil {
			one.payload = *text
		}
		s.rows[name] = one
	}
	return s, found.Err()
}

// take tells whether a row is to be written, and counts the stored one as seen.
func (s *stored) take(r row) bool {
	name := [2]string{r.issue, r.id}
	was, ok := s.rows[name]
	delete(s.rows, name)
	if !ok {
		return true
	}
	if was.gone || was.payload != "" && was.payload != r.text() {
		s.replaced = append(s.replaced, name)
		return true
	}
	return false
}

// left are the stored rows that were not seen.
func (s *stored) left() names {
	var left names
	for name, was := range s.rows {
		if !was.gone {
			left = append(left, name)
		}
	}
	return left
}

// text is a payload as DuckDB can hold it.
func (r row) text() string { return strings.ToValidUTF8(string(r.payload), "\uFFFD") }

const (
	historiesTable = "raw.jira_histories"
	commentsTable  = "raw.jira_comments"
)

func appendRows(ctx context.Context, tx *sql.Tx, table string, rows []row, now time.Time) error {
	if len(rows) == 0 {
		return nil
	}
	app, err := tx.Appender(table, "id", "created_at", "payload", "readable", "fetched_at", "issue_id", "author_id")
	if err != nil {
		return err
	}
	for _, r := range rows {
		payload := r.text()
		var author any
		if r.author != "" {
			author = r.author
		}
		if err := app.Append(r.id, r.created, payload, ingest.Readable(payload), now, r.issue, author); err != nil {
			return err
		}
	}
	return app.Flush()
}
