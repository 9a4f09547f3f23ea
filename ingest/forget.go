package ingest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// Erasure is everything that a person is known by.
type Erasure struct {
	Person   string // the key
	Keys     []string
	Accounts []string // ids in PagerDuty and Jira
	Names    []string // that nobody else has
	Emails   []string // that nobody else has
	Git      []GitIdentity
}

// GitIdentity is a name and address of a repository.
type GitIdentity struct {
	Repo, ID    int32
	Name, Email string
}

// Erased is how much was changed in a table.
type Erased struct {
	Table string
	Rows  int
}

// Forget takes a person out of every raw table and notes hashes of what they were known by, so that they are not taken in again. What
// they did stays, as done by somebody without a name: the same in every source.
func Forget(ctx context.Context, tx *sql.Tx, e Erasure) ([]Erased, error) {
	f, err := e.remember(ctx, tx)
	if err != nil {
		return nil, err
	}
	tables, err := textColumns(ctx, tx)
	if err != nil {
		return nil, err
	}
	var done []Erased
	for _, t := range tables {
		n, err := e.eraseFrom(ctx, tx, f, t)
		if err != nil {
			return nil, fmt.Errorf("erase from %s: %w", t.name, err)
		}
		if n > 0 {
			done = append(done, Erased{t.name, n})
		}
	}
	if err := e.eraseGit(ctx, tx, f); err != nil {
		return nil, fmt.Errorf("erase from git identities: %w", err)
	}
	return done, nil
}

// remember stores the hashes, and returns all that are stored.
func (e Erasure) remember(ctx context.Context, tx *sql.Tx) (*Forgotten, error) {
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	err := tx.Exec(ctx, "INSERT INTO raw.forgetting SELECT $1, true WHERE NOT EXISTS (SELECT 1 FROM raw.forgetting)", hex.EncodeToString(random))
	if err != nil {
		return nil, err
	}
	if err := tx.Exec(ctx, "UPDATE raw.forgetting SET is_unfinished = true"); err != nil {
		return nil, err
	}
	var key string
	if err := tx.QueryRow(ctx, "SELECT key FROM raw.forgetting").Scan(&key); err != nil {
		return nil, err
	}
	f := newForgotten([]byte(key))
	token := tokenPrefix + f.hash(keyed, e.Person)[:8]
	app, err := tx.Appender("raw.forgotten")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	put := func(kind, text string, list []textWord, replacement string) error {
		hash := f.hash(kind, text)
		if len(list) == 0 || seen[hash] {
			return nil
		}
		seen[hash] = true
		return app.Append(hash, int32(f.bits(list[0].folded)), int32(len(list)), replacement)
	}
	phrase := func(kind, text, replacement string) error {
		list := wordsOf(text)
		words := make([]string, len(list))
		for i, w := range list {
			if words[i] = w.folded; kind == exactly {
				words[i] = text[w.start:w.end]
			}
		}
		return put(kind, strings.Join(words, " "), list, replacement)
	}
	for i, id := range e.Accounts {
		if err := phrase(exactly, id, fmt.Sprint(token, "-", i+1)); err != nil {
			return nil, err
		}
	}
	for _, email := range e.Emails {
		if err := phrase(folded, email, token+forgottenDomain); err != nil {
			return nil, err
		}
	}
	for _, name := range e.Names {
		if len(wordsOf(name)) > 1 {
			if err := phrase(folded, name, token); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range e.Keys {
		if err := put(keyed, id, wordsOf(id), token); err != nil {
			return nil, err
		}
	}
	for _, who := range e.Git {
		if err := put(whole, who.Name+"\x00"+who.Email, wordsOf("git "+who.Name), token); err != nil {
			return nil, err
		}
	}
	if err := app.Flush(); err != nil {
		return nil, err
	}
	return ReadForgotten(ctx, tx)
}

// textTable is a raw table and its columns of text.
type textTable struct {
	name    string
	columns []string
}

// textColumns are all of raw but what names nobody: the tables of forgetting itself, and paths of files.
func textColumns(ctx context.Context, tx *sql.Tx) ([]textTable, error) {
	rows, err := tx.Query(ctx, `
		SELECT table_name, column_name
		FROM information_schema.columns
		WHERE table_schema = 'raw' AND data_type = 'VARCHAR' AND table_name NOT IN ('migrations', 'forgotten', 'forgetting', 'git_paths', 'git_repositories')
		ORDER BY table_name, ordinal_position`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var tables []textTable
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return nil, err
		}
		if n := len(tables); n == 0 || tables[n-1].name != "raw."+table {
			tables = append(tables, textTable{name: "raw." + table})
		}
		tables[len(tables)-1].columns = append(tables[len(tables)-1].columns, column)
	}
	return tables, rows.Err()
}

// eraseBatch is how many rows are changed with one statement.
const eraseBatch = 5000

// profiles are the tables whose rows are users.
var profiles = []string{"raw.pagerduty_users", "raw.pagerduty_user_versions", "raw.jira_users"}

// keyColumns have ids of org.yaml.
var keyColumns = map[string]bool{"raw.org_people.person": true, "raw.org_accounts.person": true, "raw.org_team_members.person": true, "raw.org_service_owners.owner": true}

func (e Erasure) eraseFrom(ctx context.Context, tx *sql.Tx, f *Forgotten, t textTable) (int, error) {
	changed := map[int64]bool{}
	for at := int64(-1); ; {
		rows, last, err := e.candidates(ctx, tx, t, at)
		if err != nil {
			return 0, err
		}
		for c, column := range t.columns {
			var ids []int64
			var texts []string
			for _, row := range rows {
				if row.cells[c] == nil {
					continue
				}
				was := *row.cells[c]
				is := f.Text(was)
				switch {
				case column == "payload" || column == "readable":
					is = string(f.JSON([]byte(was)))
					if slices.Contains(profiles, t.name) {
						if id := f.Text(row.id(t)); id != row.id(t) && isToken(id) {
							is = string(nobody([]byte(is), id))
						}
					}
				case keyColumns[t.name+"."+column]:
					is = f.Key(was)
				case t.name == "raw.org_accounts" && column == "account" && strings.Contains(was, "<"):
					name, email, _ := strings.Cut(strings.TrimSuffix(was, ">"), "<")
					name, email = f.Identity(strings.TrimSpace(name), email)
					is = strings.TrimSpace(name + " <" + email + ">")
				}
				if is != was {
					ids, texts = append(ids, row.rowid), append(texts, is)
					changed[row.rowid] = true
				}
			}
			if len(ids) == 0 {
				continue
			}
			err := tx.Exec(ctx, `
				UPDATE `+t.name+` SET `+column+` = changed.text
				FROM (SELECT unnest($1::BIGINT[]) AS id, unnest($2::VARCHAR[]) AS text) AS changed
				WHERE `+t.name+`.rowid = changed.id`, ids, texts)
			if err != nil {
				return 0, err
			}
		}
		if at = last; len(rows) < eraseBatch {
			return len(changed), nil
		}
	}
}

type candidate struct {
	rowid int64
	cells []*string
}

func (c candidate) id(t textTable) string {
	if i := slices.Index(t.columns, "id"); i >= 0 && c.cells[i] != nil {
		return *c.cells[i]
	}
	return ""
}

// candidates are rows after one that may have something of the person in them.
func (e Erasure) candidates(ctx context.Context, tx *sql.Tx, t textTable, after int64) ([]candidate, int64, error) {
	var tests []string
	for _, column := range t.columns {
		tests = append(tests, "regexp_matches(strip_accents(lower("+column+")), $2)", "contains("+column+`, '\u')`)
	}
	rows, err := tx.Query(ctx, "SELECT rowid, "+strings.Join(t.columns, ", ")+" FROM "+t.name+
		" WHERE rowid > $1 AND ("+strings.Join(tests, " OR ")+") ORDER BY rowid LIMIT "+fmt.Sprint(eraseBatch), after, e.pattern())
	if err != nil {
		return nil, after, err
	}
	defer rows.Close()
	var list []candidate
	for rows.Next() {
		c := candidate{cells: make([]*string, len(t.columns))}
		to := []any{&c.rowid}
		for i := range c.cells {
			to = append(to, &c.cells[i])
		}
		if err := rows.Scan(to...); err != nil {
			return nil, after, err
		}
		list = append(list, c)
		after = c.rowid
	}
	return list, after, rows.Err()
}

// pattern finds every text that a phrase may be in, by the phrases' first words.
func (e Erasure) pattern() string {
	var firsts []string
	for _, text := range slices.Concat(e.Keys, e.Accounts, e.Names, e.Emails) {
		if list := wordsOf(text); len(list) > 0 {
			firsts = append(firsts, regexp.QuoteMeta(list[0].folded))
		}
	}
	slices.Sort(firsts)
	return strings.Join(slices.Compact(firsts), "|")
}

// eraseGit makes one identity of all that a person has in a repository.
func (e Erasure) eraseGit(ctx context.Context, tx *sql.Tx, f *Forgotten) error {
	first := map[int32]int32{}
	for _, who := range e.Git {
		if id, ok := first[who.Repo]; !ok || who.ID < id {
			first[who.Repo] = who.ID
		}
	}
	token := tokenPrefix + f.hash(keyed, e.Person)[:8]
	for _, who := range e.Git {
		keep := first[who.Repo]
		if who.ID == keep {
			err := tx.Exec(ctx, `
				UPDATE raw.git_identities SET name = $3, email = $4, mapped_name = $3, mapped_email = $4
				WHERE repo_id = $1 AND identity_id = $2`, who.Repo, keep, token, token+forgottenDomain)
			if err != nil {
				return err
			}
			continue
		}
		for _, change := range []string{
			"UPDATE raw.git_commits SET author_id = $3 WHERE repo_id = $1 AND author_id = $2",
			"UPDATE raw.git_commits SET committer_id = $3 WHERE repo_id = $1 AND committer_id = $2",
			"UPDATE raw.git_coauthors SET identity_id = $3 WHERE repo_id = $1 AND identity_id = $2",
		} {
			if err := tx.Exec(ctx, change, who.Repo, who.ID, keep); err != nil {
				return err
			}
		}
		if err := tx.Exec(ctx, "DELETE FROM raw.git_identities WHERE repo_id = $1 AND identity_id = $2", who.Repo, who.ID); err != nil {
			return err
		}
	}
	return nil
}
