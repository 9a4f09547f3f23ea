package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/sql"
)

func newIngestCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "ingest [git]",
		Short: "Copy what changed at the sources into the warehouse",
		Long: `Copy what changed at the sources into the raw tables of the warehouse.

Each repository is read in one transaction, from the commit where the last reading ended; a reading that is interrupted
leaves what was stored before, and the next one goes on from there. Repositories that cannot be read are named, the
others are read all the same, and the exit code is then 4.`,
		Example: `  fewhands ingest
  fewhands ingest git --config /etc/fewhands.yaml`,
		ValidArgs: []string{"git"},
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, runIngest)
		},
	}
}

// job is what every step of the pipeline works with.
type job struct {
	g      *globals
	config *config
	db     *sql.DB
	log    *slog.Logger
	stdout io.Writer
	stderr io.Writer
}

// withWarehouse reads the config, opens the warehouse and runs one step.
func withWarehouse(cmd *cobra.Command, g *globals, step func(ctx context.Context, j *job) error) (err error) {
	log, err := g.logger(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if _, err := g.date(); err != nil {
		return err
	}
	c, err := loadConfig(g.config)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	db, err := sql.Open(ctx, c.path(c.Warehouse), sql.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return step(ctx, &job{g: g, config: c, db: db, log: log, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr()})
}

func runIngest(ctx context.Context, j *job) error {
	if j.config.Git == nil {
		j.log.Info("git is not configured: nothing to ingest", "config", j.g.config)
		return nil
	}
	date, err := j.g.date()
	if err != nil {
		return err
	}
	// Commits later than "now" have a wrong clock; an --as-of in the past does not make today's commits such.
	now := j.g.now
	if date.After(now) {
		now = date
	}
	bar := newProgress(j.g, j.stderr, j.log, "git", "commits")
	results, err := git.Ingest(ctx, j.db, j.config.repositories(), git.Options{
		LineCounts: true,
		AsOf:       now,
		Mirrors:    j.db.Dir("mirrors"),
		Progress:   bar,
	})
	bar.close()
	logResults(j.log, results)
	if err == nil || ctx.Err() != nil || errors.Is(err, ingest.ErrRefused) {
		return err
	}
	return incompleteError{err}
}

func logResults(log *slog.Logger, results []git.Result) {
	for _, r := range results {
		for _, warning := range r.Warnings {
			log.Warn(warning, "repository", r.Name)
		}
		switch {
		case r.Err != nil: // the error names it
		case r.Unchanged:
			log.Debug("nothing new", "repository", r.Name)
		default:
			log.Info("read", "repository", r.Name, "commits", r.NewCommits, "changes", r.NewChanges, "gone", r.GoneCommits)
		}
	}
}
