package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/reports"
	"github.com/fewhands/fewhands/sql"
)

type repoOptions struct {
	paths []string
	rev   string
	files string
	json  bool
	out   string
}

func newRepoCommand(g *globals) *cobra.Command {
	var opts repoOptions
	cmd := &cobra.Command{
		Use:   "repo [PATH]...",
		Short: "Truck factor, authors and concentration of git repositories, without any config",
		Long: `Read git repositories and print who holds their code: truck factor, authors, knowledge islands and how few people the
commits of the last 13 weeks rest on. PATH is a clone, bare or not; without one, the folder you stand in.

The numbers are those of the ISO week of the revision: what is dated up to its end counts. Nothing is stored. Table and report name
authors, as the history of the repository does.`,
		Example: `  fewhands repo
  fewhands repo ~/src/payments ~/src/search.git
  fewhands repo --rev v2.0 --files all --json
  fewhands repo --out report              and open report/index.html`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.paths = args
			return runRepo(cmd.Context(), g, opts, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.rev, "rev", "", "the `revision` to look at (default: HEAD)")
	flags.StringVar(&opts.files, "files", "source", "which files count: `source` (code only) or all")
	flags.BoolVar(&opts.json, "json", false, "print JSON, one object per repository")
	flags.StringVar(&opts.out, "out", "", "also write an HTML report into this `folder`")
	return cmd
}

func runRepo(ctx context.Context, g *globals, opts repoOptions, stdout, stderr io.Writer) (err error) {
	log, err := g.logger(stderr)
	if err != nil {
		return err
	}
	if opts.files != "source" && opts.files != "all" {
		return usageError{fmt.Errorf("--files %q: want source or all", opts.files)}
	}
	if len(opts.paths) == 0 {
		opts.paths = []string{"."}
	}
	repos, asOf, err := opts.repositories(ctx, g)
	if err != nil {
		return err
	}
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	weeks := 1
	if opts.out != "" {
		weeks = 104
	}
	bar := newProgress(g, stderr, log, "git", "commits")
	results, readErr := git.Ingest(ctx, db, repos, git.Options{
		AsOf:      asOf.Add(-time.Second), // the last moment of that week
		TreeWeeks: weeks,
		Progress:  bar,
	})
	bar.close()
	for _, r := range results {
		for _, warning := range r.Warnings {
			log.Warn(warning, "repository", r.Name)
		}
	}
	if readErr != nil && (ctx.Err() != nil || allFailed(results)) {
		return readErr
	}
	j := &job{g: g, log: log, stdout: stdout, stderr: stderr, bare: true}
	err = buildWarehouse(ctx, g, db, sql.Settings{AsOf: asOf, Weeks: weeks, FilesMode: opts.files}, j)
	if err != nil {
		return err
	}
	if err := opts.print(ctx, db, stdout); err != nil {
		return err
	}
	if readErr != nil {
		return incompleteError{readErr}
	}
	return nil
}

// repositories gives what to read, and the Monday after the week that holds the revision or the day: the numbers are
// as of that week's end, so that nothing the revision holds is left out.
func (o repoOptions) repositories(ctx context.Context, g *globals) ([]git.Repository, time.Time, error) {
	date, err := g.date()
	if err != nil {
		return nil, time.Time{}, err
	}
	if o.rev != "" && len(o.paths) > 1 {
		return nil, time.Time{}, usageError{errors.New("--rev names a revision of one repository; give one PATH")}
	}
	var repos []git.Repository
	for _, path := range o.paths {
		repo := git.Repository{Path: path, Rev: o.rev}
		switch {
		case o.rev != "" && g.asOf == "":
			// An old revision is looked at as of its own day: who was active then.
			if date, err = git.DateOf(ctx, path, o.rev); err != nil {
				return nil, time.Time{}, err
			}
		case g.asOf != "":
			if repo.Rev, err = git.RevBefore(ctx, path, o.rev, date.AddDate(0, 0, 1)); err != nil {
				return nil, time.Time{}, err
			}
		}
		repos = append(repos, repo)
	}
	return repos, nextMonday(date), nil
}

// nextMonday is the first Monday after t, at midnight UTC.
func nextMonday(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	back := (int(day.Weekday()) + 6) % 7
	return day.AddDate(0, 0, 7-back)
}

func (o repoOptions) print(ctx context.Context, db *sql.DB, stdout io.Writer) error {
	repos, err := reports.Repos(ctx, db)
	if err != nil {
		return err
	}
	if o.json {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(repos); err != nil {
			return err
		}
	} else if err := reports.WriteTable(stdout, repos); err != nil {
		return err
	}
	if o.out == "" {
		return nil
	}
	// It is for who has the repository, and names are in it: nothing is hidden.
	index, err := reports.Site(ctx, db, reports.SiteOptions{Dir: o.out, Privacy: reports.Privacy{Leadership: reports.ShowNames, Teams: reports.ShowNames}})
	if err != nil {
		return err
	}
	if !o.json {
		_, err = fmt.Fprintln(stdout, index)
	}
	return err
}
