package reports

import (
	"context"

	"github.com/fewhands/fewhands/metrics"
)

// metricsDataset is metrics without its rows, which pages have in files of their own too.
var metricsDataset = dataset{
	Name: "metrics", Title: "Every metric, by week",
	About: "One row per metric, channel, week and entity; what each metric counts is in data_dictionary. A week of which nothing can be said has an empty " +
		"value; a metric that cannot be computed of an entity at all has no row.",
	Key: []string{"metric", "channel", "week", "scope", "entity"},
	Fields: []field{
		label("metric", "Metric", "Name of the metric in the catalogue.").required(),
		{
			Name: "channel", Title: "Channel", Values: []string{"all", "commits", "pages", "tickets", ""},
			About: "The kind of work: pages, tickets, commits or all; empty where the metric is not computed per channel.",
		},
		dated("week", "Week", "Monday of the ISO week, UTC. Trailing windows end with that week's Sunday.").required(),
		scopeField,
		entityField,
		entityNameField,
		measure("value", "Value", "see unit", "The metric's value; empty where there is too little data to say, or where it is suppressed."),
		tally("n", "Items", "count", "How many items the value is computed from, such as responses, commits or files.").required(),
		label("unit", "Unit", "Unit of the value: share and index run from 0 to 1, people and quarters are counted.").required(),
		share("coverage", "Coverage", "Share of the data that could be used; empty where there was none."),
		suppressedField.saying("true where the value is withheld because the group is small. An empty value without it is too little data."),
	},
}

func (e exporter) metrics() dataset {
	d := metricsDataset
	d.rows = func(ctx context.Context, weeks int, add func(...any) error) error {
		// One after the other: all at once may be millions.
		for _, m := range metrics.Catalog {
			if m.Private {
				continue
			}
			values, err := metrics.Values(ctx, e.db, metrics.Filter{Metric: m.Name, LastWeeks: weeks})
			if err != nil {
				return err
			}
			for _, v := range values {
				if err := add(e.privacy.metricRow(v)...); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return d
}

// metricRow is a value as a row of metrics. Where a number about people's load or rest is of a small group it is withheld, which
// differs from missing.
func (p Privacy) metricRow(v metrics.Value) []any {
	isWithheld := p.withhold(&v)
	return []any{v.Metric, v.Channel, v.Week, v.Scope, p.placeKey(v.Entity), p.placeText(v.EntityName), v.Value, v.N, v.Unit, v.Coverage, isWithheld}
}
