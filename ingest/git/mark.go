package git

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// markRead notes in raw.cursors which repositories were read to the end at now, and why the others were not. A repository
// with nothing new was read, too: its own row stays as it is.
func markRead(ctx context.Context, db *sql.DB, results []Result, now time.Time) error {
	names, problems := make([]string, len(results)), make([]string, len(results))
	for i, r := range results {
		names[i] = r.Name
		if r.Err != nil {
			problems[i] = r.Err.Error()
		}
	}
	return db.Update(ctx, func(tx *sql.Tx) error {
		err := tx.Exec(ctx, `
			INSERT INTO raw.cursors (source, stream, is_incomplete)
			SELECT DISTINCT 'git', name, true
			FROM (SELECT unnest($1::VARCHAR[]) AS name)
			WHERE name NOT IN (SELECT stream FROM raw.cursors WHERE source = 'git')`, names)
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `
			UPDATE raw.cursors
			SET is_incomplete = problems.problem IS NOT NULL,
			    problem = problems.problem,
			    completed_at = CASE WHEN problems.problem IS NULL THEN $3 ELSE completed_at END
			FROM (
			    SELECT name, NULLIF(MAX(problem), '') AS problem
			    FROM (SELECT unnest($1::VARCHAR[]) AS name, unnest($2::VARCHAR[]) AS problem)
			    GROUP BY name
			) AS problems
			WHERE source = 'git'
			    AND stream = problems.name`, names, problems, now)
	})
}
