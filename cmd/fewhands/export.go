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
		Short: "Write the tables as CSV, Parquet and XLSX",
		Long: `Write the tables of the last build to every place under exports: in the config, a folder or a bucket (s3://bucket/prefix), in
the formats that it asks for: metrics, findings, interventions, scorecard, truck_factor and data_dictionary, and datapackage.json,
which describes them. Each file takes the place of the old one when all are whole. None of them names a person.

With --private also people_weekly, responses and identities, in the folder private of every folder, which only its owner can
open. A bucket gets these only where its entry in the config says private: true.

A place that cannot be reached does not stop the others; the exit code is then 1, or 3 where the credentials were refused.`,
		Example: `  fewhands export
  fewhands export --weeks 104     the whole history that is kept
  fewhands export --private       the load of every person too
  fewhands export --excel         CSV with a byte order mark and CRLF, as Excel likes it`,
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
	opts.Targets = j.config.targets()
	files, err := reports.Export(ctx, j.db, opts)
	for _, file := range files {
		if _, err := fmt.Fprintln(j.stdout, file); err != nil {
			return err
		}
	}
	return err
}
