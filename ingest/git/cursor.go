package git

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// cursor is a row of raw.git_repositories: how far a repository has been read, and how.
type cursor struct {
	id         int32
	stored     bool // the row exists; else id is the number it will have
	source     string
	branch     string
	tip        string
	tipAt      time.Time
	readAt     time.Time
	lineCounts bool
	exact      bool      // renames of equal contents only
	treeSince  time.Time // zero when no trees are known
	classifier string
	incomplete string
}

// exactOnly is what incomplete says of a repository read without the contents of its files.
const exactOnly = "the partial clone lacks file contents: renames of edited files count as a deletion and an addition, lines are not counted"

// readCursors gives the rows by name, and the highest number in use.
func readCursors(ctx context.Context, db *sql.DB) (map[string]cursor, int32, error) {
	rows, err := db.Query(ctx, `SELECT repo_id, name, source, COALESCE(branch, ''), COALESCE(tip, ''), tip_at, read_at,
		has_line_counts, rename_detection, tree_since, classifier, COALESCE(incomplete, '')
		FROM raw.git_repositories`)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	found := map[string]cursor{}
	highest := int32(0)
	for rows.Next() {
		c := cursor{stored: true}
		var name, renames string
		var tipAt, treeSince *time.Time
		err := rows.Scan(&c.id, &name, &c.source, &c.branch, &c.tip, &tipAt, &c.readAt, &c.lineCounts, &renames, &treeSince, &c.classifier, &c.incomplete)
		if err != nil {
			return nil, 0, err
		}
		if tipAt != nil {
			c.tipAt = tipAt.UTC()
		}
		if treeSince != nil {
			c.treeSince = treeSince.UTC()
		}
		c.readAt = c.readAt.UTC()
		c.exact = renames == "exact"
		highest = max(highest, c.id)
		found[name] = c
	}
	return found, highest, rows.Err()
}

// write replaces the row.
func (c cursor) write(ctx context.Context, tx *sql.Tx, name string) error {
	if c.stored {
		if err := tx.Exec(ctx, "DELETE FROM raw.git_repositories WHERE repo_id = $1", c.id); err != nil {
			return err
		}
	}
	renames := "inexact"
	if c.exact {
		renames = "exact"
	}
	var tipAt, treeSince any
	if c.tip != "" {
		tipAt = c.tipAt
	}
	if !c.treeSince.IsZero() {
		treeSince = c.treeSince.Format(time.DateOnly)
	}
	return tx.Exec(ctx, "INSERT INTO raw.git_repositories VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		c.id, name, c.source, nullable(c.branch), nullable(c.tip), tipAt, c.readAt, c.lineCounts, renames, treeSince,
		c.classifier, nullable(c.incomplete))
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
