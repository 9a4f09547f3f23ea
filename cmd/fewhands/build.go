package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

func newBuildCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "build",
		Short: "Compute every layer of the warehouse from the raw tables",
		Long: `Compute staging, facts, weekly rollups and metrics from the raw tables, in one transaction: a build that fails or is
interrupted leaves the numbers of the last one.`,
		Example: `  fewhands build
  fewhands build --as-of 2026-03-02    the numbers as they were on that day`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, runBuild)
		},
	}
}

func runBuild(ctx context.Context, j *job) error {
	date, err := j.g.date()
	if err != nil {
		return err
	}
	if err := loadOrganisation(ctx, j); err != nil {
		return err
	}
	settings := sql.Settings{AsOf: date, Weeks: j.config.KeepWeeks, DayParts: j.config.dayParts(), Sources: j.config.sources()}
	if j.config.Git != nil {
		settings.FilesMode, settings.Operational = j.config.Git.Files, j.config.Git.Operational
	}
	return buildWarehouse(ctx, j.g, j.db, settings, j)
}

func buildWarehouse(ctx context.Context, g *globals, db *sql.DB, settings sql.Settings, j *job) error {
	bar := newProgress(g, j.stderr, j.log, "build", "tables")
	defer bar.close()
	expected := false
	return metrics.Build(ctx, db, metrics.BuildOptions{
		Settings: settings,
		Bare:     j.bare,
		Progress: func(table string, done, of int) {
			if !expected {
				bar.Expect(int64(of))
				expected = true
			}
			bar.Done(1)
			j.log.Debug("build", "table", table, "step", done+1, "of", of)
		},
	})
}
