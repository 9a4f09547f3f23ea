package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

func newForgetCommand(g *globals) *cobra.Command {
	var yes, dry bool
	cmd := &cobra.Command{
		Use:   "forget PERSON",
		Short: "Erase a person from the warehouse and keep the totals",
		Long: `Erase a person from the raw tables and everything below them. A person is a key ('fewhands people' lists them), an id of org.yaml, an
e-mail or a name that only one has. Names, addresses and ids of accounts are replaced, in texts too, by one placeholder; what the person
did stays, as done by somebody without a name, so that totals stay. The next ingest does not take them in again: keyed hashes say who
is forgotten. The file of the warehouse is then written anew, since DuckDB keeps what was deleted, and everything is built again.

What it does not reach is named at the end: entries of org.yaml, pages and exports written before, clones of git repositories,
and the sources themselves. Killed in the middle, the next run goes on.`,
		Example: `  fewhands forget ana-lind --dry-run    what would be erased
  fewhands forget ana-lind --yes        erase it`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error {
				return runForget(ctx, j, args[0], yes, dry)
			})
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "erase without asking")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would be erased")
	return cmd
}

// errOnlyAsked ends a transaction that was there to see what it would do.
var errOnlyAsked = errors.New("only asked")

func runForget(ctx context.Context, j *job, who string, yes, dry bool) error {
	if _, err := j.g.date(); err != nil {
		return err
	}
	if isUnfinished(ctx, j.db) {
		fmt.Fprintln(j.stdout, "An earlier run was ended in the middle; going on.")
		if err := finishForgetting(ctx, j); err != nil {
			return err
		}
	}
	gone, err := ingest.ReadForgotten(ctx, j.db)
	if err != nil {
		return err
	}
	if gone.Text(who) != who || gone.Key(who) != who {
		fmt.Fprintln(j.stdout, "Nothing to erase: that person is forgotten already.")
		return nil
	}
	situation, err := metrics.ReadSituation(ctx, j.db)
	if err != nil {
		return err
	}
	id, err := situation.FindPerson(ctx, j.db, who)
	if err != nil {
		return usageError{err}
	}
	person := situation.People[id]
	e, err := erasureOf(ctx, j.db, id, person.Person)
	if err != nil {
		return fmt.Errorf("read what %s is known by: %w", person.Person, err)
	}
	places, err := placesInFiles(ctx, j.db, e.Keys)
	if err != nil {
		return err
	}
	var erased []ingest.Erased
	err = j.db.Update(ctx, func(tx *sql.Tx) (err error) {
		if erased, err = ingest.Forget(ctx, tx, e); err != nil {
			return err
		}
		if dry || !yes {
			return errOnlyAsked
		}
		return tx.DropLayers(ctx)
	})
	if err != nil && !errors.Is(err, errOnlyAsked) {
		return err
	}
	tellErasure(j, person.Name, e, erased, places, dry || !yes)
	switch {
	case dry:
		return nil
	case !yes:
		return usageError{errors.New("nothing was erased: --yes does it, and nothing brings it back")}
	}
	if err := finishForgetting(ctx, j); err != nil {
		return err
	}
	fmt.Fprintln(j.stdout, "Erased. Pages and exports written before still have it: run fewhands report and fewhands export, and take away what others copied.")
	return nil
}

func isUnfinished(ctx context.Context, db *sql.DB) bool {
	var is bool
	err := db.QueryRow(ctx, "SELECT count(*) > 0 FROM raw.forgetting WHERE is_unfinished").Scan(&is)
	return err == nil && is
}

// finishForgetting writes the file anew and builds what is below raw. It may be done again from the start at any time.
func finishForgetting(ctx context.Context, j *job) error {
	path := j.config.path(j.config.Warehouse)
	err := j.db.Update(ctx, func(tx *sql.Tx) error { return tx.DropLayers(ctx) })
	if err := errors.Join(err, j.db.Close()); err != nil {
		return err
	}
	if err := sql.Rewrite(ctx, path); err != nil {
		return err
	}
	if j.db, err = sql.Open(ctx, path, sql.Options{}); err != nil {
		return err
	}
	if err := runBuild(ctx, j); err != nil {
		return err
	}
	return j.db.Update(ctx, func(tx *sql.Tx) error {
		return tx.Exec(ctx, "UPDATE raw.forgetting SET is_unfinished = false")
	})
}

// erasureOf is everything that a person is known by. A name or address that somebody else has too is not theirs alone: where it stands
// beside their accounts it goes, and in texts it stays.
func erasureOf(ctx context.Context, db *sql.DB, id int32, key string) (ingest.Erasure, error) {
	e := ingest.Erasure{Person: key, Keys: []string{key}}
	rows, err := db.Query(ctx, `
		SELECT
			identities.person_id = $1,
			identities.source,
			COALESCE(identities.account, ''),
			COALESCE(identities.repo_id, 0),
			COALESCE(identities.identity_id, 0),
			identities.name,
			identities.email,
			COALESCE(git.mapped_name, ''),
			COALESCE(git.mapped_email, '')
		FROM facts.identities AS identities
		LEFT JOIN raw.git_identities AS git
			ON git.repo_id = identities.repo_id AND git.identity_id = identities.identity_id
		UNION ALL
		SELECT person_id = $1, 'people', '', 0, 0, name, email, '', '' FROM facts.people
		UNION ALL
		SELECT identities.person_id = $1, 'people', '', 0, 0, COALESCE(versions.name, ''), COALESCE(versions.email, ''), '', ''
		FROM staging.pagerduty_user_versions AS versions
		JOIN facts.identities AS identities ON identities.source = 'pagerduty' AND identities.account = versions.user_id
		UNION ALL
		SELECT identities.person_id = $1, 'people', '', 0, 0, '', accounts.account, '', ''
		FROM staging.org_accounts AS accounts
		JOIN facts.identities AS identities ON identities.source = 'org' AND identities.account = accounts.person
		WHERE accounts.source = 'email'`, id)
	if err != nil {
		return e, err
	}
	defer rows.Close()
	others := map[string]bool{}
	for rows.Next() {
		var isTheirs bool
		var source, account string
		var repo, number int32
		var texts [4]string // name, email, and what .mailmap makes of them
		if err := rows.Scan(&isTheirs, &source, &account, &repo, &number, &texts[0], &texts[1], &texts[2], &texts[3]); err != nil {
			return e, err
		}
		if !isTheirs {
			for _, text := range texts {
				others[strings.ToLower(text)] = true
			}
			continue
		}
		e.Names = append(e.Names, texts[0], texts[2])
		e.Emails = append(e.Emails, texts[1], texts[3])
		switch source {
		case "org":
			e.Keys = append(e.Keys, account)
		case "pagerduty", "jira":
			e.Accounts = append(e.Accounts, account)
		case "git":
			e.Git = append(e.Git, ingest.GitIdentity{Repo: repo, ID: number, Name: texts[0], Email: texts[1]})
		}
	}
	own := func(list []string) []string {
		list = slices.DeleteFunc(list, func(text string) bool { return text == "" || others[strings.ToLower(text)] })
		slices.Sort(list)
		return slices.Compact(list)
	}
	e.Names, e.Emails = own(e.Names), own(e.Emails)
	for _, list := range []*[]string{&e.Keys, &e.Accounts} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	e.Names = append(e.Names, e.Keys...)
	return e, rows.Err()
}

// placesInFiles are the files and lines that declare a person.
func placesInFiles(ctx context.Context, db *sql.DB, keys []string) ([]string, error) {
	rows, err := db.Query(ctx, `
		SELECT DISTINCT place FROM (
			SELECT place FROM raw.org_people WHERE person IN (SELECT unnest($1::VARCHAR[]))
			UNION ALL
			SELECT place FROM raw.org_accounts WHERE person IN (SELECT unnest($1::VARCHAR[]))
			UNION ALL
			SELECT place FROM raw.org_team_members WHERE person IN (SELECT unnest($1::VARCHAR[]))
			UNION ALL
			SELECT place FROM raw.org_service_owners WHERE owner IN (SELECT unnest($1::VARCHAR[]))
		) ORDER BY regexp_extract(place, '^(.*):', 1), TRY_CAST(regexp_extract(place, ':([0-9]+)$', 1) AS INTEGER)`, keys)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var places []string
	for rows.Next() {
		var place string
		if err := rows.Scan(&place); err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, rows.Err()
}

func tellErasure(j *job, name string, e ingest.Erasure, erased []ingest.Erased, places []string, isAsking bool) {
	var out bytes.Buffer
	verb := "Erased from the raw tables"
	if isAsking {
		verb = "Would be erased from the raw tables, and all that is built from them"
	}
	fmt.Fprintf(&out, "%s (%s)\n", name, e.Person)
	for _, known := range []struct {
		what string
		list []string
	}{{"names", e.Names}, {"addresses", e.Emails}, {"accounts", e.Accounts}} {
		if len(known.list) > 0 {
			fmt.Fprintf(&out, "  %-10s %s\n", known.what, strings.Join(known.list, ", "))
		}
	}
	if n := len(e.Git); n > 0 {
		fmt.Fprintf(&out, "  %-10s %d names and addresses in repositories\n", "git", n)
	}
	fmt.Fprintln(&out, verb+":")
	for _, t := range erased {
		fmt.Fprintf(&out, "  %-36s %d rows\n", t.Table, t.Rows)
	}
	if len(places) > 0 {
		fmt.Fprintln(&out, "To be removed by hand, where the person is declared:")
		for _, place := range places {
			fmt.Fprintln(&out, "  "+place)
		}
	}
	if _, err := os.Stat(j.db.Dir("mirrors")); err == nil && len(e.Git) > 0 {
		fmt.Fprintf(&out, "The clones in %s keep their history, and so do the repositories themselves.\n", j.db.Dir("mirrors"))
	} else if len(e.Git) > 0 {
		fmt.Fprintln(&out, "The git repositories themselves keep their history.")
	}
	_, _ = j.stdout.Write(out.Bytes())
}
