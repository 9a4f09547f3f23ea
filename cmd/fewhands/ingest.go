package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/sql"
)

// sources are what fewhands reads, in order: pages first, because their service is the one that limits requests.
var sources = []struct {
	name   string
	ingest func(ctx context.Context, j *job) error
}{
	{"pagerduty", ingestPagerDuty},
	{"jira", ingestJira},
	{"git", ingestGit},
}

func newIngestCommand(g *globals) *cobra.Command {
	var names []string
	for _, source := range sources {
		names = append(names, source.name)
	}
	return &cobra.Command{
		Use:   "ingest [" + strings.Join(names, "|") + "]...",
		Short: "Copy what changed at the sources into the warehouse",
		Long: `Copy what changed at the sources into the raw tables of the warehouse; without a name, at all that are configured.

What is read is stored together with how far the reading got: one that is interrupted leaves what it had, and the next
goes on from there. A source that cannot be read whole is named, the others are read all the same, and the exit code is
then 4. Refused credentials exit with 3.`,
		Example: `  fewhands ingest
  fewhands ingest git --config /etc/fewhands.yaml`,
		ValidArgs: names,
		Args:      cobra.OnlyValidArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error {
				return runIngest(ctx, j, args)
			})
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

	bare            bool // repositories and nothing else: people are told apart as the published truck factor does
	hasOrganisation bool // what is declared has been stored
}

// withWarehouse reads the config, opens the warehouse and runs one step.
func withWarehouse(cmd *cobra.Command, g *globals, step func(ctx context.Context, j *job) error) error {
	return withConfig(cmd, g, func(ctx context.Context, j *job) error { return openWarehouse(ctx, j, step) })
}

// withConfig reads the config and runs one step that opens no warehouse by itself.
func withConfig(cmd *cobra.Command, g *globals, step func(ctx context.Context, j *job) error) error {
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
	return step(cmd.Context(), &job{g: g, config: c, log: log, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr()})
}

// openWarehouse opens the warehouse of a job and runs one step of it.
func openWarehouse(ctx context.Context, j *job, step func(ctx context.Context, j *job) error) (err error) {
	if j.db, err = sql.Open(ctx, j.config.path(j.config.Warehouse), sql.Options{}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.db.Close()) }()
	return step(ctx, j)
}

// runIngest reads the sources named, or all. A failure of one does not stop the others; the gravest is the result:
// refused credentials, then what could not be read at all, then what was read in part.
func runIngest(ctx context.Context, j *job, only []string) error {
	if err := loadOrganisation(ctx, j); err != nil {
		return err
	}
	var refused, failed, partial []error
	for _, source := range sources {
		if len(only) > 0 && !slices.Contains(only, source.name) {
			continue
		}
		err := source.ingest(ctx, j)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var usage usageError
		var incomplete incompleteError
		switch {
		case err == nil:
		case errors.As(err, &usage):
			return err
		case errors.Is(err, ingest.ErrRefused):
			refused = append(refused, err)
		case errors.As(err, &incomplete):
			partial = append(partial, err)
		default:
			failed = append(failed, err)
		}
	}
	err := errors.Join(slices.Concat(refused, failed, partial)...)
	if err != nil && refused == nil && failed == nil {
		return incompleteError{err}
	}
	return err
}

func ingestPagerDuty(ctx context.Context, j *job) error {
	if j.config.PagerDuty == nil {
		j.log.Debug("pagerduty is not configured", "config", j.g.config)
		return nil
	}
	source, err := j.config.PagerDuty.source(j, 0)
	if err != nil {
		return err
	}
	return j.copy(ctx, source)
}

func ingestJira(ctx context.Context, j *job) error {
	if j.config.Jira == nil {
		j.log.Debug("jira is not configured", "config", j.g.config)
		return nil
	}
	source, err := j.config.Jira.source(j, 0)
	if err != nil {
		return err
	}
	return j.copy(ctx, source)
}

// copy copies what changed at a source into the warehouse.
func (j *job) copy(ctx context.Context, source ingest.Source) error {
	bar := newProgress(j.g, j.stderr, j.log, source.Name(), "objects")
	results, err := ingest.Run(ctx, j.db, source, ingest.Options{Clock: j.g.clock, Progress: bar})
	bar.close()
	for _, r := range results {
		j.log.Debug("read", "stream", r.Stream, "objects", r.Read, "changed", r.Changed)
	}
	if errors.Is(err, ingest.ErrIncomplete) && !errors.Is(err, ingest.ErrRefused) {
		return incompleteError{fmt.Errorf("ingest %w", err)}
	}
	if err != nil {
		return fmt.Errorf("ingest %w", err)
	}
	return nil
}

func ingestGit(ctx context.Context, j *job) error {
	if j.config.Git == nil {
		j.log.Debug("git is not configured", "config", j.g.config)
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
	if failed := ingestCodeowners(ctx, j); failed != nil {
		return errors.Join(err, failed)
	}
	if err == nil || ctx.Err() != nil || errors.Is(err, ingest.ErrRefused) || allFailed(results) {
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

// allFailed tells whether not one repository could be read.
func allFailed(results []git.Result) bool {
	for _, r := range results {
		if r.Err == nil {
			return false
		}
	}
	return true
}
