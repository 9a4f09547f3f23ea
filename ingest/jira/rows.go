package jira

import (
	"context"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

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
