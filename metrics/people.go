package metrics

import (
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/metrics/identity"
	"github.com/fewhands/fewhands/sql"
)

// computePeople writes facts.people, facts.identities and facts.suggestions from the names and addresses in git, the users
// of PagerDuty and Jira, deleted ones too, and the people of org.yaml. bots are patterns beside identity.DefaultBots, of
// the same form.
//
// facts.people has one row per person; person is the slug that names it in files and links: the id in org.yaml of one who
// is declared there. role and left_on are what org.yaml says; NULL is not known. sources is in how many of git, PagerDuty and
// Jira the person is known.
//
// facts.identities has one row per name and address of a repository (repo_id and identity_id), as its commits have them,
// one per account in another source (account), and one per person of org.yaml (source org, account the id there), with the
// person and what it was matched by; a person shows what .mailmap made of them.
//
// facts.suggestions has one row per pair of people who may be one, the strongest first; strength is from 0 to 1.
//
// Where bare, people are told apart as the published truck factor does, and nobody is asked for suggestions.
func computePeople(bots []string, bare bool) sql.Compute {
	resolve := identity.Resolve
	if bare {
		resolve = identity.Published
	}
	return func(ctx context.Context, tx *sql.Tx) error {
		roll, err := readRoll(ctx, tx)
		if err != nil {
			return err
		}
		robots := identity.NewBots(slices.Concat(bots, roll.bots))
		people, matches := resolve(roll.identities, robots)
		if err := roll.writePeople(ctx, tx, people, matches); err != nil {
			return err
		}
		if err := roll.writeIdentities(ctx, tx, matches); err != nil {
			return err
		}
		var suggestions []identity.Suggestion
		if !bare {
			suggestions = identity.Suggest(roll.identities, people, matches, robots)
		}
		return writeSuggestions(ctx, tx, suggestions)
	}
}

func (r *roll) writePeople(ctx context.Context, tx *sql.Tx, people []identity.Person, matches []identity.Match) error {
	rows, err := emptyTable(ctx, tx, "facts.people", `
		person_id   INTEGER NOT NULL,
		person      VARCHAR NOT NULL,
		name        VARCHAR NOT NULL,
		email       VARCHAR NOT NULL,
		is_bot      BOOLEAN NOT NULL,
		role        VARCHAR,
		left_on     DATE,
		is_declared BOOLEAN DEFAULT FALSE,
		sources     INTEGER DEFAULT 1`)
	if err != nil {
		return err
	}
	said := make([]declared, len(people))
	for i, id := range r.identities {
		if id.Source == identity.Org {
			said[matches[i].Person-1] = r.declared[id.Account]
		}
	}
	for i, p := range people {
		if err := rows.Append(p.ID, p.Key, p.Name, p.Email, p.IsBot, said[i].role, said[i].leftOn, p.IsDeclared, p.Sources); err != nil {
			return err
		}
	}
	return rows.Flush()
}

func (r *roll) writeIdentities(ctx context.Context, tx *sql.Tx, matches []identity.Match) error {
	rows, err := emptyTable(ctx, tx, "facts.identities", `
		source      VARCHAR NOT NULL,
		repo_id     INTEGER,
		identity_id INTEGER,
		account     VARCHAR,
		name        VARCHAR NOT NULL,
		email       VARCHAR NOT NULL,
		person_id   INTEGER NOT NULL,
		matched_by  VARCHAR NOT NULL`)
	if err != nil {
		return err
	}
	for i, id := range r.identities {
		place := []sql.Value{id.Source, nil, nil, id.Account, id.Name, id.Email}
		if id.Source == identity.Git {
			place = []sql.Value{"git", id.Repo, id.ID, nil, id.Was.Name, id.Was.Email}
		}
		if err := rows.Append(append(place, matches[i].Person, matches[i].By)...); err != nil {
			return err
		}
	}
	return rows.Flush()
}

func writeSuggestions(ctx context.Context, tx *sql.Tx, suggestions []identity.Suggestion) error {
	rows, err := emptyTable(ctx, tx, "facts.suggestions", `
		suggestion_id   INTEGER NOT NULL,
		person_id       INTEGER NOT NULL,
		other_person_id INTEGER NOT NULL,
		evidence        VARCHAR NOT NULL,
		strength        DOUBLE NOT NULL`)
	if err != nil {
		return err
	}
	for i, s := range suggestions {
		if err := rows.Append(int32(i+1), s.Person, s.Other, s.Evidence, s.Strength); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// emptyTable makes a table anew and opens it for rows.
func emptyTable(ctx context.Context, tx *sql.Tx, table, columns string) (*sql.Appender, error) {
	if err := tx.Exec(ctx, fmt.Sprintf("CREATE OR REPLACE TABLE %s (%s)", table, columns)); err != nil {
		return nil, err
	}
	return tx.Appender(table)
}
