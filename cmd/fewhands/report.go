package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newReportCommand(g *globals) *cobra.Command {
	var private, pdf bool
	var edition string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write the HTML site",
		Long: `Write the HTML site from the last build: index.html, a page per service, team and repository, and the method page with
every definition. It is written beside the old one and takes its place when it is whole. It needs no server and no
network.

In the site are three editions: weekly, a page per team to read before its review of on-call (editions/weekly); monthly, a page per
service (editions/monthly); quarterly, two pages for leaders without names (leadership.html). With --edition only that one is
written anew, and the rest of the site stays as it is.

With --private, or private: true under reports: in the config, also a page for everybody with their own weeks, in the folder
private, which only its owner can open: each is for that person alone. No other page links to them. A later run without it removes them.

With --pdf, or pdf: true under reports: in the config, leadership.html is printed as leadership.pdf, by a Chromium or Chrome of this
machine, which gets no network. Where there is none the site is written nevertheless, and the exit code is 1.`,
		Example: `  fewhands report
  fewhands report --private
  fewhands report --edition weekly
  fewhands report --edition quarterly --pdf
  fewhands build && fewhands report`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkEdition(edition, pdf); err != nil {
				return err
			}
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error {
				j.config.Reports.Private = j.config.Reports.Private || private
				j.config.Reports.PDF = j.config.Reports.PDF || pdf
				return writeReport(ctx, j, reports.Edition(edition))
			})
		},
	}
	cmd.Flags().BoolVar(&private, "private", false, "also write everybody's own page, for its owner only")
	cmd.Flags().StringVar(&edition, "edition", "", "write only this `edition` anew: weekly, monthly, quarterly or all (default: the whole site)")
	cmd.Flags().BoolVar(&pdf, "pdf", false, "also print leadership.pdf, by an installed Chromium or Chrome")
	return cmd
}

// checkEdition refuses an edition that there is none of, and a PDF of one that is not printed.
func checkEdition(edition string, pdf bool) error {
	switch e := reports.Edition(edition); {
	case edition != "" && !slices.Contains(reports.Editions, e):
		return usageError{fmt.Errorf("--edition %q: want weekly, monthly, quarterly or all", edition)}
	case pdf && (e == reports.Weekly || e == reports.Monthly):
		return usageError{fmt.Errorf("--pdf prints the quarterly edition, which --edition %s does not write", edition)}
	}
	return nil
}

func runReport(ctx context.Context, j *job) error { return writeReport(ctx, j, "") }

func writeReport(ctx context.Context, j *job, edition reports.Edition) error {
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
		Edition:       edition,
		PDF:           j.config.Reports.PDF,
		Notes:         j.config.notes(),
	})
	var unprinted reports.UnprintedError
	if err != nil && !errors.As(err, &unprinted) {
		return err
	}
	_, printErr := fmt.Fprintln(j.stdout, index)
	return errors.Join(err, printErr)
}
