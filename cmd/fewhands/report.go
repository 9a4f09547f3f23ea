package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newReportCommand(g *globals) *cobra.Command {
	var private, pdf bool
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write the HTML site",
		Long: `Write the HTML site from the last build: index.html, a page per service, team and repository, and the method page with
every definition. It is written beside the old one and takes its place when it is whole. It needs no server and no
network.

With --private, or private: true under reports: in the config, also a page for everybody with their own weeks, in the folder
private, which only its owner can open: each is for that person alone. No other page links to them. A later run without it removes them.

With --pdf, or pdf: true under reports: in the config, leadership.html is printed as leadership.pdf, by a Chromium or Chrome of this
machine, which gets no network. Where there is none the site is written nevertheless, and the exit code is 1.`,
		Example: `  fewhands report
  fewhands report --private
  fewhands report --pdf
  fewhands build && fewhands report`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error {
				j.config.Reports.Private = j.config.Reports.Private || private
				j.config.Reports.PDF = j.config.Reports.PDF || pdf
				return runReport(ctx, j)
			})
		},
	}
	cmd.Flags().BoolVar(&private, "private", false, "also write everybody's own page, for its owner only")
	cmd.Flags().BoolVar(&pdf, "pdf", false, "also print leadership.pdf, by an installed Chromium or Chrome")
	return cmd
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
		Private:       j.config.Reports.Private,
		Pictured:      j.config.Reports.pictured(),
		PDF:           j.config.Reports.PDF,
	})
	var unprinted reports.UnprintedError
	if err != nil && !errors.As(err, &unprinted) {
		return err
	}
	_, printErr := fmt.Fprintln(j.stdout, index)
	return errors.Join(err, printErr)
}
