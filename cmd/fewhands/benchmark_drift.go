package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/metrics/drift/trial"
)

// newBenchmarkDriftCommand is hidden: it is for who changes the method or doubts it.
func newBenchmarkDriftCommand() *cobra.Command {
	o := trial.Options{}
	cmd := &cobra.Command{
		Use:   "benchmark-drift",
		Short: "Measure how well drifts are told from healthy services, on made-up ones",
		Long: `Make up services, healthy and drifting, and print how many false alarms quiet_drift raises and how soon it finds what it must,
beside two rules that people use: at their usual thresholds, and at thresholds that give no more false alarms.`,
		Example: `  fewhands benchmark-drift
  fewhands benchmark-drift --hard --healthy 2000`,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			title := "A rota is known"
			switch {
			case o.NoRota:
				title = "No rota is known"
			case o.Hard:
				title = "A rota is known, and much is not in it"
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), trial.Table(title, trial.Run(o)))
			return err
		},
	}
	cmd.Flags().IntVar(&o.Healthy, "healthy", 800, "healthy services for each number of incidents a week")
	cmd.Flags().IntVar(&o.Drifting, "drifting", 300, "drifting services of each kind")
	cmd.Flags().Float64SliceVar(&o.PerWeek, "per-week", []float64{1, 3, 8, 20}, "incidents a week")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 30_000_000, "seed of the first service")
	cmd.Flags().BoolVar(&o.Hard, "hard", false, "services in which much is upset that no rota knows of")
	cmd.Flags().BoolVar(&o.NoRota, "no-rota", false, "tickets or commits: nobody is on call")
	return cmd
}
