package metrics

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics/identity"
	"github.com/fewhands/fewhands/sql"
)

// computePeople writes facts.people and facts.identities from the names and addresses in git and the users of PagerDuty,
// deleted ones too. bots are patterns beside identity.DefaultBots, of the same form.
//
// facts.people has one row per person; person is the slug that names it in files and links. facts.identities has one row
// per name and address of a repository (repo_id and identity_id), as its commits have them, and one per account in another
// source (account), with the person and what it was matched by; a person shows what .mailmap made of them.
func computePeople(bots []string) sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		identities, written, err := readIdentities(ctx, tx)
		if err != nil {
			return fmt.Errorf("read identities: %w", err)
		}
		if identities, written, err = readAccounts(ctx, tx, identities, written); err != nil {
			return fmt.Errorf("read accounts: %w", err)
		}
		people, matches := identity.Resolve(identities, identity.NewBots(bots))
		if err := writePeople(ctx, tx, people); err != nil {
			return err
		}
		return writeIdentities(ctx, tx, identities, written, matches)
	}
}

// written is a name and address as the source has them, before .mailmap.
type written struct{ name, email string }

func readIdentities(ctx context.Context, tx *sql.Tx) (identities []identity.Identity, original []written, err error) {
	const query = `
		SELECT
		    identities.repo_id,
		    identities.identity_id,
		    identities.name,
		    identities.email,
		    identities.mapped_name,
		    identities.mapped_email,
		    COALESCE(authors.commits, 0),
		    COALESCE(authors.first_us, 0),
		    COALESCE(authors.last_us, 0)
		FROM staging.git_identities AS identities
		LEFT JOIN (
		    SELECT
		        repo_id,
		        author_identity_id,
		        count(*)                   AS commits,
		        epoch_us(min(authored_at)) AS first_us,
		        epoch_us(max(authored_at)) AS last_us
		    FROM staging.git_commits
		    GROUP BY ALL
		) AS authors
		    ON authors.repo_id = identities.repo_id
		    AND authors.author_identity_id = identities.identity_id
		ORDER BY identities.repo_id, identities.identity_id`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		was := written{row[2].(string), row[3].(string)}
		id := identity.Identity{
			Repo:    row[0].(int32),
			ID:      row[1].(int32),
			Name:    row[4].(string),
			Email:   row[5].(string),
			Commits: row[6].(int64),
		}
		id.Mapped = id.Name != was.name || id.Email != was.email
		if id.Commits > 0 {
			id.First = time.UnixMicro(row[7].(int64)).UTC()
			id.Last = time.UnixMicro(row[8].(int64)).UTC()
		}
		identities = append(identities, id)
		original = append(original, was)
		return nil
	})
	return identities, original, err
}

// readAccounts adds the users of PagerDuty. Of one who was deleted before we first looked only a name is known.
func readAccounts(ctx context.Context, tx *sql.Tx, identities []identity.Identity, original []written) ([]identity.Identity, []written, error) {
	const query = `
		SELECT user_id, COALESCE(name, ''), COALESCE(email, '')
		FROM staging.pagerduty_users
		ORDER BY user_id`
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		was := written{row[1].(string), row[2].(string)}
		identities = append(identities, identity.Identity{
			Source: "pagerduty", Account: row[0].(string), Name: was.name, Email: was.email,
		})
		original = append(original, was)
		return nil
	})
	return identities, original, err
}

func writePeople(ctx context.Context, tx *sql.Tx, people []identity.Person) error {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE facts.people (
		    person_id INTEGER NOT NULL,
		    person    VARCHAR NOT NULL,
		    name      VARCHAR NOT NULL,
		    email     VARCHAR NOT NULL,
		    is_bot    BOOLEAN NOT NULL
		)`)
	if err != nil {
		return err
	}
	rows, err := tx.Appender("facts.people")
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := rows.Append(p.ID, p.Key, p.Name, p.Email, p.IsBot); err != nil {
			return err
		}
	}
	return rows.Flush()
}

func writeIdentities(ctx context.Context, tx *sql.Tx, identities []identity.Identity, original []written, matches []identity.Match) error {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE facts.identities (
		    source      VARCHAR NOT NULL,
		    repo_id     INTEGER,
		    identity_id INTEGER,
		    account     VARCHAR,
		    name        VARCHAR NOT NULL,
		    email       VARCHAR NOT NULL,
		    person_id   INTEGER NOT NULL,
		    matched_by  VARCHAR NOT NULL
		)`)
	if err != nil {
		return err
	}
	rows, err := tx.Appender("facts.identities")
	if err != nil {
		return err
	}
	for i, id := range identities {
		place := []sql.Value{"git", id.Repo, id.ID, nil}
		if id.Source != "" {
			place = []sql.Value{id.Source, nil, nil, id.Account}
		}
		err := rows.Append(append(place, original[i].name, original[i].email, matches[i].Person, matches[i].By)...)
		if err != nil {
			return err
		}
	}
	return rows.Flush()
}
