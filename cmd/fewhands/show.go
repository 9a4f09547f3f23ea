package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newShowCommand(g *globals) *cobra.Command {
	var json bool
	cmd := &cobra.Command{
		Use:   "show [PLACE]",
		Short: "Print every number of a service, team, repository or of the organisation",
		Long: `Print every metric of one place as of the last week of the last build, with what it was 13 weeks before: the numbers that
pages and exports have. PLACE is a key or a name; where several are called the same, its scope and key, such as service/checkout.
Without one it is the organisation. person/KEY is what the sources say of one person: it is for that person.`,
		Example: `  fewhands show
  fewhands show checkout
  fewhands show repo/checkout --json
  fewhands show person/ana-lind`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			which := ""
			if len(args) == 1 {
				which = args[0]
			}
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error { return runShow(ctx, j, which, json) })
		},
	}
	cmd.Flags().BoolVar(&json, "json", false, "print JSON: the columns of metrics.csv, and before")
	return cmd
}

func runShow(ctx context.Context, j *job, which string, json bool) error {
	privacy, err := j.config.privacy()
	if err != nil {
		return err
	}
	numbers, err := reports.NumbersOf(ctx, j.db, which, privacy)
	if errors.Is(err, reports.ErrNoPlace) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if json {
		return writeJSON(j.stdout, numbers)
	}
	return reports.WritePlaceNumbers(j.stdout, numbers)
}
