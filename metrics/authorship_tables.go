package metrics

import (
	"context"
	"errors"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// authorshipTables writes weekly.authorship and weekly.removals.
type authorshipTables struct {
	weeks    []time.Time
	isActive [][]bool // by week and person_id
	rows     *sql.Appender
	removals *sql.Appender
}

// variantNames are the variants in weekly.removals.
var variantNames = [variants]string{everything: "all", kept: "active"}

func newAuthorshipTables(ctx context.Context, tx *sql.Tx) (*authorshipTables, error) {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE weekly.authorship (
		    scope                       VARCHAR NOT NULL,
		    entity                      VARCHAR NOT NULL,
		    week                        DATE NOT NULL,
		    files                       INTEGER NOT NULL,
		    files_without_history       INTEGER NOT NULL,
		    authors                     INTEGER NOT NULL,
		    truck_factor                INTEGER NOT NULL,
		    active_files                INTEGER NOT NULL,
		    active_files_without_author INTEGER NOT NULL,
		    active_truck_factor         INTEGER NOT NULL,
		    knowledge_island_files      INTEGER NOT NULL,
		    departed_files              INTEGER NOT NULL,
		    top_person_id               INTEGER,
		    top_files                   INTEGER NOT NULL
		)`)
	if err != nil {
		return nil, err
	}
	err = tx.Exec(ctx, `
		CREATE OR REPLACE TABLE weekly.removals (
		    scope     VARCHAR NOT NULL,
		    entity    VARCHAR NOT NULL,
		    week      DATE NOT NULL,
		    variant   VARCHAR NOT NULL,
		    position  INTEGER NOT NULL,
		    person_id INTEGER NOT NULL,
		    files     INTEGER NOT NULL,
		    coverage  DOUBLE NOT NULL,
		    is_active BOOLEAN NOT NULL
		)`)
	if err != nil {
		return nil, err
	}
	t := &authorshipTables{}
	if t.rows, err = tx.Appender("weekly.authorship"); err != nil {
		return nil, err
	}
	if t.removals, err = tx.Appender("weekly.removals"); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *authorshipTables) write(scope, entity string, rows []weekRow) error {
	for _, r := range rows {
		var top sql.Value
		if r.top != nobody {
			top = r.top
		}
		err := t.rows.Append(scope, entity, t.weeks[r.week], r.files, r.withoutHistory, r.authors, int32(len(r.removed[everything])),
			r.activeFiles, r.activeWithoutAuthor, int32(len(r.removed[kept])), r.islands, r.departed, top, r.topFiles)
		if err != nil {
			return err
		}
		for v, removed := range r.removed {
			for i, step := range removed {
				err := t.removals.Append(scope, entity, t.weeks[r.week], variantNames[v], int32(i+1), step.person, step.files, step.coverage,
					t.isActive[r.week][step.person])
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *authorshipTables) flush() error { return errors.Join(t.rows.Flush(), t.removals.Flush()) }
