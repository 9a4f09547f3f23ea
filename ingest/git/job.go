package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// job is the reading of one repository.
type job struct {
	Repository
	name   string
	db     *sql.DB
	opts   Options
	cursor cursor // as stored
}

func newJob(repo Repository, db *sql.DB, opts Options, cursors map[string]cursor, highest *int32) (*job, error) {
	j := &job{Repository: repo, db: db, opts: opts}
	j.name = cmp.Or(repo.Name, repo.Path, "with a URL")
	if err := repo.check(); err != nil {
		return j, err
	}
	name, err := repo.name()
	if err != nil {
		return j, err
	}
	j.name = name
	j.cursor = cursors[name]
	if !j.cursor.stored {
		*highest++
		j.cursor.id = *highest
		j.cursor.classifier = classifier
	}
	j.cursor.source = repo.source()
	return j, nil
}

// run reads what is new, or says in the repository's row why it could not.
func (j *job) run(ctx context.Context, result *Result) error {
	err := j.read(ctx, result)
	if err == nil || ctx.Err() != nil {
		return err
	}
	row := j.cursor
	row.incomplete = redact(err.Error())
	row.readAt = j.opts.AsOf
	if row.stored {
		row.readAt = j.cursor.readAt
	}
	noted := j.db.Update(ctx, func(tx *sql.Tx) error { return row.write(ctx, tx, j.name) })
	return errors.Join(err, noted)
}

func (j *job) read(ctx context.Context, result *Result) error {
	path := j.Path
	if j.URL != "" {
		var err error
		if path, err = j.mirror(ctx); err != nil {
			return err
		}
	}
	git, err := open(ctx, path)
	if err != nil {
		return err
	}
	tip, err := git.tip(ctx, j.Rev)
	if err != nil {
		return err
	}
	result.Branch, result.Tip, result.TipAt = tip.branch, tip.sha, tip.at
	tags, err := readTags(ctx, git)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		result.Warnings = append(result.Warnings, fmt.Sprintf("tags were not read: %v", err))
	}
	partial := false
	if j.cursor.exact {
		if partial, err = git.isPartial(ctx); err != nil {
			return err
		}
	}
	plan := j.plan(tip, partial)
	if plan.how == unchanged {
		result.Unchanged = true
		return j.keep(ctx, plan.row, tags)
	}
	if plan.how == moved && git.isAncestor(ctx, j.cursor.tip, tip.sha) {
		plan.how = ahead
	}
	err = j.store(ctx, git, plan, tags, result)
	if object := missingObject(err); object != "" && !plan.row.exact && ctx.Err() == nil {
		if partial, failed := git.isPartial(ctx); failed != nil || !partial {
			return errors.Join(err, failed)
		}
		result.Warnings = append(result.Warnings, fmt.Sprintf("object %s is not in this partial clone: %s", object, exactOnly))
		plan.how = whole
		plan.row.exact, plan.row.lineCounts, plan.row.incomplete = true, false, exactOnly
		err = j.store(ctx, git, plan, tags, result)
	}
	return err
}

// how much of a repository is to be read.
type how int

const (
	unchanged how = iota // nothing: it is as stored
	derived              // the same commits; trees or kinds of paths are to be made anew
	ahead                // the commits since the stored tip
	moved                // what differs from the stored history
	whole                // everything, in place of what is stored
)

type plan struct {
	how   how
	row   cursor // what will be stored
	trees bool   // the trees are to be made anew
}

// plan decides what to read from what is stored and what is there.
func (j *job) plan(now tip, partial bool) plan {
	stored, opts := j.cursor, j.opts
	row := stored
	row.branch, row.tip, row.tipAt, row.readAt = now.branch, now.sha, now.at, opts.AsOf
	row.classifier = classifier
	row.lineCounts = stored.lineCounts || opts.LineCounts
	row.exact = stored.exact && partial
	row.incomplete = ""
	if row.exact {
		row.lineCounts, row.incomplete = false, exactOnly
	}
	running := monday(opts.AsOf)
	since := running.AddDate(0, 0, -7*(opts.TreeWeeks-1))
	p := plan{row: row, how: moved}
	switch {
	case !stored.stored || stored.tip == "" || stored.exact != row.exact || stored.lineCounts != row.lineCounts:
		p.how = whole
	case stored.tip == now.sha:
		p.how = derived
	}
	read := monday(stored.readAt)
	p.trees = p.how > derived || stored.treeSince.IsZero() || stored.treeSince.After(since) || running.Before(read) ||
		running.After(read) && now.at.After(stored.readAt) // a tip dated ahead of its time counted too early
	if p.trees {
		p.row.treeSince = since
	}
	if stored.stored && stored.tip == "" && now.sha == "" || p.how == derived && !p.trees && stored.classifier == classifier {
		p.how = unchanged
	}
	return p
}

// keep stores what may change without new commits: the time of reading, the branch's name, tags.
func (j *job) keep(ctx context.Context, row cursor, tags []tag) error {
	stored, err := storedTags(ctx, j.db, row.id)
	if err != nil {
		return err
	}
	newTags := tags != nil && !slices.EqualFunc(stored, tags, func(a, b tag) bool { return a.name == b.name && a.sha == b.sha && a.at.Equal(b.at) })
	if row == j.cursor && !newTags {
		return nil
	}
	return j.db.Update(ctx, func(tx *sql.Tx) error {
		if newTags {
			if err := writeTags(ctx, tx, row.id, tags); err != nil {
				return err
			}
		}
		return row.write(ctx, tx, j.name)
	})
}

// store reads and writes as planned, in one transaction.
func (j *job) store(ctx context.Context, git local, p plan, tags []tag, result *Result) error {
	result.NewCommits, result.NewChanges, result.GoneCommits = 0, 0, 0
	return j.db.Update(ctx, func(tx *sql.Tx) error {
		if p.how == whole && j.cursor.stored {
			if err := deleteRepository(ctx, tx, p.row.id); err != nil {
				return err
			}
		}
		load, err := newLoader(ctx, tx, p.row.id)
		if err != nil {
			return err
		}
		r := reading{git: git, lineCounts: p.row.lineCounts, exact: p.row.exact, workers: j.opts.Workers, people: load.people, progress: j.opts.Progress}
		var gone []int32
		switch p.how {
		case whole:
			if p.row.tip != "" {
				r.wanted = []string{p.row.tip}
			}
		case ahead:
			r.wanted = []string{p.row.tip, "^" + j.cursor.tip}
		case moved:
			if r.commits, gone, err = compareHistory(ctx, tx, git, p.row.id, p.row.tip); err != nil {
				return err
			}
			if err := deleteCommits(ctx, tx, p.row.id, gone); err != nil {
				return err
			}
		}
		if p.how != whole {
			if err := load.resume(ctx); err != nil {
				return err
			}
		}
		if r.wanted != nil || len(r.commits) > 0 {
			if j.opts.Progress != nil {
				j.opts.Progress.Note(j.name)
			}
			if err := r.run(ctx, load.load); err != nil {
				return err
			}
		}
		if err := load.flush(); err != nil {
			return err
		}
		if err := j.finish(ctx, tx, git, p, load, len(gone) > 0); err != nil {
			return err
		}
		if tags != nil || p.how == whole {
			if err := writeTags(ctx, tx, p.row.id, tags); err != nil {
				return err
			}
		}
		result.NewCommits, result.NewChanges, result.GoneCommits = load.newCommits, load.newChanges, len(gone)
		return p.row.write(ctx, tx, j.name)
	})
}

// finish writes what follows from the commits and the tip: trees, paths, identities.
func (j *job) finish(ctx context.Context, tx *sql.Tx, git local, p plan, load *loader, hasGone bool) error {
	if p.trees {
		tips, err := weekTips(ctx, git, p.row.tip, monday(j.opts.AsOf), j.opts.TreeWeeks)
		if err != nil {
			return err
		}
		if err := load.writeTrees(ctx, git, tips); err != nil {
			return err
		}
	}
	if p.how != whole && j.cursor.classifier != classifier {
		if err := load.reclassify(ctx); err != nil {
			return err
		}
	}
	if err := load.writePaths(); err != nil {
		return err
	}
	if p.how == derived {
		return nil
	}
	var used map[int32]bool
	if hasGone {
		if err := deleteUnusedPaths(ctx, tx, p.row.id); err != nil {
			return err
		}
		var err error
		if used, err = usedIdentities(ctx, tx, p.row.id); err != nil {
			return err
		}
	}
	return load.writeIdentities(ctx, git, p.row.tip, used)
}

func storedTags(ctx context.Context, db *sql.DB, repo int32) ([]tag, error) {
	rows, err := db.Query(ctx, "SELECT name, sha, tagged_at FROM raw.git_tags WHERE repo_id = $1 ORDER BY name", repo)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var tags []tag
	for rows.Next() {
		var t tag
		var at time.Time
		if err := rows.Scan(&t.name, &t.sha, &at); err != nil {
			return nil, err
		}
		t.at = at.UTC()
		tags = append(tags, t)
	}
	return tags, rows.Err()
}
