package metrics

import (
	"context"
	"errors"

	"github.com/fewhands/fewhands/sql"
)

// createFileAuthors makes the tables of who holds the code at the end of the last kept week. From them follows what the active
// truck factor of a repository, a service, a team or the organisation would be without some people: see standingCode.
//
// weekly.file_authors has one row per kind of file with a kept event and author of it, and one of NULL where a kind has none:
// files are how many there are, service_id is NULL where they are of no service. weekly.file_efforts are the kept events of
// everybody there, which decide between authors of equally many files. weekly.active_people is who counts as active.
func createFileAuthors(ctx context.Context, tx *sql.Tx) error {
	for _, stmt := range []string{`
		CREATE OR REPLACE TABLE weekly.file_authors (
		    repo       VARCHAR NOT NULL,
		    service_id INTEGER,
		    kind       INTEGER NOT NULL,
		    files      INTEGER NOT NULL,
		    person_id  INTEGER
		)`, `
		CREATE OR REPLACE TABLE weekly.file_efforts (
		    repo       VARCHAR NOT NULL,
		    service_id INTEGER,
		    person_id  INTEGER NOT NULL,
		    events     INTEGER NOT NULL
		)`, `
		CREATE OR REPLACE TABLE weekly.active_people (
		    person_id INTEGER NOT NULL
		)`,
	} {
		if err := tx.Exec(ctx, stmt); err != nil {
			return err
		}
	}
	return nil
}

// writeFileAuthors fills them from what following the repositories up to the last week gave.
func writeFileAuthors(tx *sql.Tx, repositories []*followed, isActive []bool) error {
	authors, err := tx.Appender("weekly.file_authors")
	if err != nil {
		return err
	}
	efforts, err := tx.Appender("weekly.file_efforts")
	if err != nil {
		return err
	}
	active, err := tx.Appender("weekly.active_people")
	if err != nil {
		return err
	}
	number := int32(0)
	for _, repository := range repositories {
		for _, part := range repository.parts {
			var service sql.Value
			if part.service != nobody {
				service = part.service
			}
			for i, files := range part.kinds.atEnd() {
				kind := &part.kinds.list[i]
				if files == 0 || !kind.isKept {
					continue
				}
				number++
				people := part.kinds.authorsOf(kind, kept)
				if len(people) == 0 {
					err = errors.Join(err, authors.Append(repository.repo, service, number, files, nil))
				}
				for _, person := range people {
					err = errors.Join(err, authors.Append(repository.repo, service, number, files, part.kinds.people[person]))
				}
			}
			done := map[int32]int32{}
			for _, e := range part.efforts.list {
				done[e.person] += e.done[kept]
			}
			for person, events := range done {
				if events > 0 {
					err = errors.Join(err, efforts.Append(repository.repo, service, part.kinds.people[person], events))
				}
			}
			if err != nil {
				return err
			}
		}
	}
	for person, is := range isActive {
		if is {
			if err := active.Append(int32(person)); err != nil {
				return err
			}
		}
	}
	return errors.Join(authors.Flush(), efforts.Flush(), active.Flush())
}
