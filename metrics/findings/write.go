package findings

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

func (b *book) write(ctx context.Context, tx *sql.Tx) error {
	for _, stmt := range []string{`
		CREATE OR REPLACE TABLE findings.findings (
		    finding_id  INTEGER NOT NULL, -- in the order in which they are told
		    finding     VARCHAR NOT NULL, -- the kind
		    severity    VARCHAR NOT NULL, -- high, medium, low, good
		    channel     VARCHAR NOT NULL, -- '' where it is of none
		    scope       VARCHAR NOT NULL,
		    entity      VARCHAR NOT NULL,
		    since       DATE NOT NULL,    -- Monday of the week in which it began
		    is_older    BOOLEAN NOT NULL, -- it held already in the first kept week: it began in since or before
		    first_seen  DATE NOT NULL,    -- Monday of the first week in which it was a finding
		    last_held   DATE NOT NULL,    -- Monday of the last week in which its rule held; its numbers are of that week
		    ended       DATE,             -- Monday of the first week in which it was none any more
		    people      INTEGER,
		    of_people   INTEGER,
		    headline    VARCHAR NOT NULL, -- to follow the entity's name; no names of people
		    evidence    VARCHAR NOT NULL, -- findings.evidence as one text
		    suggestion  VARCHAR NOT NULL,
		    is_personal BOOLEAN NOT NULL
		)`, evidenceTable, `
		CREATE OR REPLACE TABLE findings.suspects (
		    finding_id INTEGER NOT NULL,
		    person_id  INTEGER NOT NULL
		)`,
	} {
		if err := tx.Exec(ctx, stmt); err != nil {
			return err
		}
	}
	findings, err := tx.Appender("findings.findings")
	if err != nil {
		return err
	}
	evidence, err := tx.Appender("findings.evidence")
	if err != nil {
		return err
	}
	suspects, err := tx.Appender("findings.suspects")
	if err != nil {
		return err
	}
	for i, r := range b.runs {
		id := int32(i + 1)
		said := r.kind.describe(r.last)
		if err := findings.Append(b.row(id, r, said)...); err != nil {
			return err
		}
		for place, e := range said.evidence {
			if err := evidence.Append(e.row(id, int32(place+1))...); err != nil {
				return err
			}
		}
		for _, person := range r.last.persons {
			if err := suspects.Append(id, person); err != nil {
				return err
			}
		}
	}
	if err := findings.Flush(); err != nil {
		return err
	}
	if err := evidence.Flush(); err != nil {
		return err
	}
	return suspects.Flush()
}

func (b *book) row(id int32, r *run, w words) []sql.Value {
	s := r.last
	headline := w.headline
	// The rule does not hold this week, which alone ends nothing: the numbers are of a week before.
	if r.holds() && r.end < b.last() && r.kind.Name != "recovered" {
		headline += " So it was in the week of " + b.day(r.end).Format("2006-01-02") + "."
	}
	var ended sql.Value
	if !r.holds() {
		ended = b.day(r.until)
	}
	return []sql.Value{
		id, r.kind.Name, w.severity, s.channel, s.scope, s.entity, b.day(r.since), r.older, b.day(r.seen), b.day(r.end), ended,
		orNull(s.people), orNull(s.of), headline, evidenceText(w.evidence), w.suggestion, r.kind.IsPersonal || r.ending == sustainedLoad.Title,
	}
}

func orNull(n int) sql.Value {
	if n < 0 {
		return nil
	}
	return int32(n)
}
