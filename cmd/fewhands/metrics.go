package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

func newMetricsCommand(*globals) *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:   "metrics [NAME]",
		Short: "List the metrics and findings, or define one",
		Long: `List every metric and every kind of finding, or print one's question, definition, formula, constants and thresholds with
their sources.
The method page, the data dictionary and this command say the same: they are written from one catalogue.`,
		Example: `  fewhands metrics
  fewhands metrics truck_factor
  fewhands metrics --markdown > metrics/README.md`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, m := range metrics.Catalog {
				names = append(names, m.Name)
			}
			for _, k := range findings.Kinds {
				names = append(names, k.Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := metricsText(args, markdown)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print the whole dictionary as Markdown")
	return cmd
}

func metricsText(args []string, markdown bool) (string, error) {
	switch {
	case markdown && len(args) > 0:
		return "", usageError{fmt.Errorf("--markdown prints the whole dictionary; it takes no name")}
	case markdown:
		return metrics.Markdown(), nil
	case len(args) == 0:
		var b strings.Builder
		for _, m := range metrics.Catalog {
			fmt.Fprintf(&b, "%-24s %s\n", m.Name, m.Question)
		}
		b.WriteString("\nFindings\n")
		for _, k := range findings.Kinds {
			fmt.Fprintf(&b, "%-24s %s\n", k.Name, k.Question)
		}
		return b.String(), nil
	}
	if k, ok := findings.Find(args[0]); ok {
		return k.Text(), nil
	}
	m, ok := metrics.Find(args[0])
	if !ok {
		return "", usageError{fmt.Errorf("no metric is named %q; 'fewhands metrics' lists them", args[0])}
	}
	return m.Text(), nil
}
