package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newReportCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "report",
		Short: "Write the HTML site",
		Long: `Write the HTML site from the last build: index.html, a page per service, team and repository, and the method page with
every definition. It is written beside the old one and takes its place when it is whole. It needs no server and no
network.`,
		Example: `  fewhands report
  fewhands build && fewhands report`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, runReport)
		},
	}
}

func runReport(ctx context.Context, j *job) error {
	privacy, err := j.config.privacy()
	if err != nil {
		return err
	}
	index, err := reports.Site(ctx, j.db, reports.SiteOptions{
		Dir:           j.config.path(j.config.Reports.Dir),
		SelfContained: j.config.Reports.SelfContained,
		Privacy:       privacy,
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(j.stdout, index)
	return err
}
