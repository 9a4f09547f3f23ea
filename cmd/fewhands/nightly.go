package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/reports"
)

func newNightlyCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "nightly",
		Short: "Ingest, build, report and export: what cron runs",
		Long: `Ingest what changed, build, write the site and the exports, in that order. A source that cannot be read whole does
not stop the rest: what was stored before is reported, the report says what is incomplete, and the exit code is 4.`,
		Example: `  fewhands nightly
  0 2 * * *  fewhands nightly --config /etc/fewhands.yaml     in a crontab`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, runNightly)
		},
	}
}

func runNightly(ctx context.Context, j *job) error {
	ingestErr := runIngest(ctx, j, nil)
	var usage usageError
	if ctx.Err() != nil || errors.As(ingestErr, &usage) {
		return ingestErr
	}
	steps := []struct {
		name string
		run  func(context.Context, *job) error
	}{
		{"build", runBuild},
		{"report", runReport},
		{"export", func(ctx context.Context, j *job) error {
			return runExport(ctx, j, reports.ExportOptions{Weeks: 26})
		}},
	}
	var unprinted error // the pages are there, and the exports do not wait for their PDF
	for _, step := range steps {
		err := step.run(ctx, j)
		if errors.As(err, new(reports.UnprintedError)) {
			unprinted = fmt.Errorf("%s: %w", step.name, err)
		} else if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	found, isNew, err := findings.New(ctx, j.db)
	if err != nil {
		return fmt.Errorf("count findings: %w", err)
	}
	j.log.Info("findings", "hold", found, "new", isNew)
	if unprinted != nil && ingestErr == nil {
		return unprinted
	}
	if unprinted != nil {
		j.log.Warn(unprinted.Error())
	}
	var partial incompleteError
	if ingestErr == nil || errors.Is(ingestErr, ingest.ErrRefused) || errors.As(ingestErr, &partial) {
		return ingestErr
	}
	return incompleteError{ingestErr}
}
