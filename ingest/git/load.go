package git

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/ingest"

	"github.com/fewhands/fewhands/sql"
)

// loader writes one repository's rows in one transaction.
type loader struct {
	tx     *sql.Tx
	repo   int32
	people *identities
	paths  *paths
	next   int32 // commit_id of the first commit of the reading

	commits, changes, coauthors *sql.Appender
	newCommits, newChanges      int
}

func newLoader(ctx context.Context, tx *sql.Tx, repo int32) (*loader, error) {
	gone, err := ingest.ReadForgotten(ctx, tx)
	if err != nil {
		return nil, err
	}
	l := &loader{tx: tx, repo: repo, people: newIdentities(), paths: newPaths(), next: 1}
	l.people.gone = gone
	open := func(table string) (a *sql.Appender) {
		if err == nil {
			a, err = tx.Appender(table)
		}
		return a
	}
	l.commits = open("raw.git_commits")
	l.changes = open("raw.git_changes")
	l.coauthors = open("raw.git_coauthors")
	return l, err
}

// resume takes up the numbers where the stored rows end.
func (l *loader) resume(ctx context.Context) error {
	err := l.tx.QueryRow(ctx, "SELECT COALESCE(max(commit_id), 0) + 1 FROM raw.git_commits WHERE repo_id = $1", l.repo).Scan(&l.next)
	if err != nil {
		return err
	}
	err = l.tx.Each(ctx, fmt.Sprintf("SELECT identity_id, name, email FROM raw.git_identities WHERE repo_id = %d", l.repo),
		func(row []sql.Value) error {
			l.people.add(row[0].(int32), identity{row[1].(string), row[2].(string)})
			return nil
		})
	if err != nil {
		return err
	}
	return l.tx.Each(ctx, fmt.Sprintf("SELECT path_id, path FROM raw.git_paths WHERE repo_id = %d", l.repo),
		func(row []sql.Value) error {
			l.paths.add(row[0].(int32), row[1].(string))
			return nil
		})
}

// load appends a part of the history. It is the visit of reading.run.
func (l *loader) load(p *part) error {
	b := p.block
	first := l.next + int32(b.first)
	for i := range p.changes {
		ch := &p.changes[i]
		b.commits[ch.commit].changes++
		var oldPath, additions, deletions sql.Value
		if ch.status == 'R' || ch.status == 'C' {
			oldPath = l.paths.id(p.bytes(ch.oldPath))
		}
		if ch.additions >= 0 {
			additions, deletions = ch.additions, ch.deletions
		}
		err := l.changes.Append(l.repo, first+ch.commit, l.paths.id(p.bytes(ch.path)), oldPath, ch.status, additions, deletions)
		if err != nil {
			return err
		}
	}
	l.newChanges += len(p.changes)
	if !p.last {
		return nil
	}
	for i := range b.commits {
		if err := l.commit(first+int32(i), &b.commits[i]); err != nil {
			return err
		}
	}
	l.newCommits += len(b.commits)
	return nil
}

func (l *loader) commit(id int32, c *commit) error {
	var changes sql.Value
	if !c.isMerge() {
		changes = c.changes
	}
	err := l.commits.Append(l.repo, id, c.sha, c.parents, c.author, c.committer, c.authoredAt, c.authorOffset, c.committedAt,
		c.committerOffset, changes, l.people.gone.Text(c.subject))
	if err != nil {
		return err
	}
	for _, who := range c.coauthors {
		if err := l.coauthors.Append(l.repo, id, who); err != nil {
			return err
		}
	}
	return nil
}

// flush makes the appended rows visible to the statements that follow.
func (l *loader) flush() error {
	for _, a := range []*sql.Appender{l.commits, l.changes, l.coauthors} {
		if err := a.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// writePaths classifies and appends the paths met for the first time.
func (l *loader) writePaths() error {
	app, err := l.tx.Appender("raw.git_paths")
	if err != nil {
		return err
	}
	first := l.paths.max - int32(len(l.paths.new)) + 1
	for i, kind := range kinds(l.paths.new) {
		if err := app.Append(l.repo, first+int32(i), l.paths.new[i], kind); err != nil {
			return err
		}
	}
	return app.Flush()
}

// writeIdentities writes all identities anew: the .mailmap of the new tip may map old ones in another way.
func (l *loader) writeIdentities(ctx context.Context, git local, tip string, used map[int32]bool) error {
	all := make([]identity, l.people.max+1)
	known := make([]bool, l.people.max+1)
	for who, id := range l.people.ids {
		all[id] = who
		known[id] = used == nil || used[id]
	}
	mapped, err := mapIdentities(ctx, git, tip, all)
	if err != nil {
		return err
	}
	if err := l.tx.Exec(ctx, "DELETE FROM raw.git_identities WHERE repo_id = $1", l.repo); err != nil {
		return err
	}
	app, err := l.tx.Appender("raw.git_identities")
	if err != nil {
		return err
	}
	for id := int32(1); id <= l.people.max; id++ {
		if !known[id] {
			continue
		}
		name, email := l.people.gone.Identity(mapped[id].name, mapped[id].email)
		if err := app.Append(l.repo, id, all[id].name, all[id].email, name, email); err != nil {
			return err
		}
	}
	return app.Flush()
}

// writeTrees replaces the spans of the repository.
func (l *loader) writeTrees(ctx context.Context, git local, tips []weekTip) error {
	if err := l.tx.Exec(ctx, "DELETE FROM raw.git_trees WHERE repo_id = $1", l.repo); err != nil {
		return err
	}
	app, err := l.tx.Appender("raw.git_trees")
	if err != nil {
		return err
	}
	err = readTrees(ctx, git, tips, l.paths.id, func(s treeSpan) error {
		var until sql.Value
		if !s.until.IsZero() {
			until = s.until
		}
		return app.Append(l.repo, s.path, s.since, until)
	})
	if err != nil {
		return err
	}
	return app.Flush()
}

// writeTags replaces the tags of the repository.
func writeTags(ctx context.Context, tx *sql.Tx, repo int32, tags []tag) error {
	if err := tx.Exec(ctx, "DELETE FROM raw.git_tags WHERE repo_id = $1", repo); err != nil {
		return err
	}
	app, err := tx.Appender("raw.git_tags")
	if err != nil {
		return err
	}
	for _, t := range tags {
		if err := app.Append(repo, t.name, t.sha, t.at); err != nil {
			return err
		}
	}
	return app.Flush()
}

// reclassify gives the stored paths their kind by the rules of today.
func (l *loader) reclassify(ctx context.Context) error {
	byID := make([]string, l.paths.max+1)
	for path, id := range l.paths.ids {
		byID[id] = path
	}
	if err := l.tx.Exec(ctx, "DELETE FROM raw.git_paths WHERE repo_id = $1", l.repo); err != nil {
		return err
	}
	app, err := l.tx.Appender("raw.git_paths")
	if err != nil {
		return err
	}
	stored := len(byID) - len(l.paths.new)
	for id, kind := range kinds(byID[:stored]) {
		if byID[id] == "" {
			continue // a number that is not in use
		}
		if err := app.Append(l.repo, int32(id), byID[id], kind); err != nil {
			return err
		}
	}
	return app.Flush()
}
