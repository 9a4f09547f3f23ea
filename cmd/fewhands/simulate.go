package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/reports"
)

type simulateOptions struct {
	leave []string
	json  bool
}

func newSimulateCommand(g *globals) *cobra.Command {
	var opts simulateOptions
	cmd := &cobra.Command{
		Use:   "simulate --leave PERSON[,PERSON]...",
		Short: "Show what happens if people leave, or go on leave",
		Long: `Show what would happen to services, teams, repositories and the people who stay if somebody left now: who is left, how few
they are, what nobody can do any more, on whom the load falls, and who would then carry more than a norm allows.

It looks at the 13 weeks that end with the last week of the last build. A metric is given twice: taken out, as it is of the
work that the others did; and redistributed, with the work of those who leave fallen on the others by their past shares,
service by service. A person is a key or an id of org.yaml, an e-mail address, or a name that only one person has.`,
		Example: `  fewhands simulate --leave ana-lind
  fewhands simulate --leave ana@example.com,"Bo Ek"    both of them
  fewhands simulate --leave ana-lind --json            every number, for scripts`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error { return runSimulate(ctx, j, opts) })
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&opts.leave, "leave", nil, "the `people` who leave")
	flags.BoolVar(&opts.json, "json", false, "print JSON; the README has its keys")
	return cmd
}

func runSimulate(ctx context.Context, j *job, opts simulateOptions) error {
	if strings.TrimSpace(strings.Join(opts.leave, "")) == "" {
		return usageError{errors.New("say who leaves, such as --leave ana-lind; 'fewhands people' lists everybody")}
	}
	situation, err := metrics.ReadSituation(ctx, j.db)
	if err != nil {
		return err
	}
	var leaving []int32
	var faults []error
	for _, text := range opts.leave {
		person, err := situation.FindPerson(ctx, j.db, text)
		if err != nil {
			faults = append(faults, err)
		}
		leaving = append(leaving, person)
	}
	if len(faults) > 0 {
		return usageError{errors.Join(faults...)}
	}
	load, err := metrics.ReadLoad(ctx, j.db, situation)
	if err != nil {
		return err
	}
	simulation := situation.Simulate(leaving, load)
	if opts.json {
		return writeJSON(j.stdout, simulation)
	}
	return reports.WriteSimulation(j.stdout, simulation)
}
