package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newExportCommand(g *globals) *cobra.Command {
	var opts reports.ExportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the CSV files",
		Long: `Write metrics.csv, findings.csv, interventions.csv, truck_factor.csv and data_dictionary.csv from the last build into every folder under exports: in
the config. Each file takes the place of the old one when it is whole. None of them names a person.

With --private also people_weekly.csv and responses.csv, one row per person and week and one per response, in the folder
private of every export, which only its owner can open.`,
		Example: `  fewhands export
  fewhands export --weeks 104     the whole history that is kept
  fewhands export --private       the load of every person too
  fewhands export --excel         with a byte order mark and CRLF, as Excel likes it`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error {
				return runExport(ctx, j, opts)
			})
		},
	}
	cmd.Flags().IntVar(&opts.Weeks, "weeks", 26, "how many `weeks` back")
	cmd.Flags().BoolVar(&opts.Private, "private", false, "also write the files about people, for their owner only")
	cmd.Flags().BoolVar(&opts.Excel, "excel", false, "write a byte order mark and CRLF")
	return cmd
}

func runExport(ctx context.Context, j *job, opts reports.ExportOptions) error {
	if opts.Weeks < 1 {
		return usageError{fmt.Errorf("--weeks %d: want at least 1", opts.Weeks)}
	}
	if len(j.config.Exports) == 0 {
		j.log.Info("exports are not configured: nothing to export", "config", j.g.config)
		return nil
	}
	var err error
	if opts.Privacy, err = j.config.privacy(); err != nil {
		return err
	}
	for _, export := range j.config.Exports {
		opts.Dir = j.config.path(export.To)
		files, err := reports.Export(ctx, j.db, opts)
		if err != nil {
			return err
		}
		for _, file := range files {
			if _, err := fmt.Fprintln(j.stdout, file); err != nil {
				return err
			}
		}
	}
	return nil
}
