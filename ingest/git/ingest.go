// Package git copies the history of git repositories into the raw tables, by way of the git binary. The rule that keeps
// it simple: git is asked for everything and changes nothing; we parse what it streams, number it, and store it in one
// transaction per repository together with how far we read.
package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
	"golang.org/x/sync/errgroup"
)

// Options are the same for all repositories of one call.
type Options struct {
	LineCounts bool            // count added and deleted lines, which takes ten times as long
	AsOf       time.Time       // the pipeline's "now"; required
	TreeWeeks  int             // weeks whose trees are kept, the running one included; 0 means 156
	Mirrors    string          // folder for the mirrors of URLs
	Workers    int             // git processes that compare commits, per repository; 0 means one per processor
	Parallel   int             // repositories read at the same time; 0 means one per processor
	Progress   ingest.Progress // counts commits; may be nil
}

// Result tells what became of one repository.
type Result struct {
	Name        string
	Source      string // path, or URL without credentials
	Branch      string // "" when HEAD is detached or another revision was asked for
	Tip         string // "" for an empty repository
	TipAt       time.Time
	NewCommits  int
	NewChanges  int // files changed by the new commits
	GoneCommits int // no longer reachable, and deleted
	Unchanged   bool
	Warnings    []string
	Err         error // the repository is stored as it was before
}

// Errors a caller branches on.
var (
	ErrShallow       = errors.New("a shallow clone credits everything to its last author; run git fetch --unshallow")
	ErrNotRepository = errors.New("not a git repository")
	ErrNoGit         = errors.New("git 2.30 or newer is needed")
)

// Ingest reads what is new in each repository, several at a time. Results are in the order of repos. A repository that
// cannot be read stays as it was, with the reason in its row, and the others go on; the error joins those of the
// repositories, each naming its own.
func Ingest(ctx context.Context, db *sql.DB, repos []Repository, opts Options) ([]Result, error) {
	if opts.AsOf.IsZero() {
		return nil, errors.New("ingest git: the as-of date is missing")
	}
	if err := checkVersion(ctx); err != nil {
		return nil, fmt.Errorf("ingest git: %w", err)
	}
	cursors, highest, err := readCursors(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("ingest git: %w", err)
	}
	opts.AsOf = opts.AsOf.UTC().Truncate(time.Microsecond) // what a TIMESTAMPTZ holds
	opts.TreeWeeks = cmp.Or(opts.TreeWeeks, 156)
	opts.Workers = cmp.Or(opts.Workers, runtime.NumCPU())

	results := make([]Result, len(repos))
	taken := map[string]bool{}
	var group errgroup.Group
	group.SetLimit(cmp.Or(opts.Parallel, runtime.NumCPU()))
	for i, repo := range repos {
		result := &results[i]
		j, err := newJob(repo, db, opts, cursors, &highest)
		result.Name, result.Source = j.name, j.cursor.source
		if err == nil && taken[j.name] {
			err = errors.New("another repository has the same name")
		}
		if err != nil {
			result.Err = err
			continue
		}
		taken[j.name] = true
		group.Go(func() error {
			result.Err = j.run(ctx, result)
			return nil
		})
	}
	_ = group.Wait()
	if ctx.Err() == nil {
		if err := markRead(ctx, db, results, opts.AsOf); err != nil {
			return results, fmt.Errorf("ingest git: %w", err)
		}
	}
	var errs []error
	for _, r := range results {
		if r.Err != nil {
			errs = append(errs, fmt.Errorf("ingest git: repository %s: %w", r.Name, r.Err))
		}
	}
	return results, errors.Join(errs...)
}
