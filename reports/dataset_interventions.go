package reports

import (
	"context"

	"github.com/fewhands/fewhands/metrics"
)

func (e exporter) interventions() dataset {
	seeUnit := func(name, title, about string) field { return measure(name, title, "see unit", about) }
	return dataset{
		Name: "interventions", Title: "What was changed, before and after",
		About: "One row per intervention of org.yaml and metric: the metric over the 13 whole weeks before the week of the change and over those after it, up " +
			"to 13. That something changed after it does not show that it changed because of it.",
		Fields: []field{
			field{Name: "scope", Title: "Scope", About: "What was changed: a team or a service.", Values: []string{"team", "service"}}.required(),
			entityField.saying("Key of the entity within its scope, as in metrics."),
			entityNameField,
			dated("happened_on", "Happened on", "The day of the change. Its ISO week is on neither side.").required(),
			label("what", "What was changed", "In the words of org.yaml."),
			field{
				Name: "metric", Title: "Metric", Values: metrics.Outcomes,
				About: "Name of the metric, computed over whole weeks; sleep_pages are pages to anybody in sleeping hours, per week.",
			}.required(),
			seeUnit("before", "Before", "The value of the 13 whole weeks before the week of the change, or of those since the first response; empty where there "+
				"is too little data: under 30 days before or after, or under 10 items on a side."),
			seeUnit("after", "After", "The value of the whole weeks after the week of the change, up to 13."),
			seeUnit("difference", "Difference", "After minus before."),
			seeUnit("low", "Low", "Lower end of the 95 % interval of the difference: "+metrics.IntervalMethod()),
			seeUnit("high", "High", "Upper end of the interval."),
			tally("n_before", "Items before", "count", "How many items the value before is computed from: responses, acknowledged incidents or pages.").required(),
			tally("n_after", "Items after", "count", "How many items the value after is computed from.").required(),
			tally("weeks_before", "Weeks before", "weeks", "How many weeks before were looked at.").required(),
			tally("weeks_after", "Weeks after", "weeks", "How many weeks after were looked at.").required(),
			label("unit", "Unit", "Unit of the value; of sleep_pages per week.").required(),
			{
				Name: "verdict", Title: "Verdict",
				Values: []string{metrics.VerdictBetter, metrics.VerdictWorse, metrics.VerdictUnclear, metrics.VerdictTooFew, ""},
				About: "better or worse where zero is not in the interval, no_clear_change where it is, too_little_data where nothing is said; empty where " +
					"suppressed.",
			},
			suppressedField.saying("true where the value is withheld because it is about the load of a small group, or would give one away."),
		},
		rows: all(
			func(ctx context.Context, _ int) ([]metrics.Effect, error) {
				list, err := e.effects(ctx)
				return e.privacy.publicEffects(list), err
			},
			func(one metrics.Effect) []any {
				m, _ := metrics.Find(one.Metric)
				isWithheld := one.Verdict == verdictWithheld
				if isWithheld {
					one.Verdict = ""
				}
				return []any{
					one.Scope, one.Entity, one.EntityName, one.HappenedOn, one.What, one.Metric, one.Before, one.After, one.Difference, one.Low, one.High,
					one.NBefore, one.NAfter, one.WeeksBefore, one.WeeksAfter, string(m.Unit), one.Verdict, isWithheld,
				}
			}),
	}
}

// effects are those of interventions, whose words name nobody unless leaders may see names.
func (e exporter) effects(ctx context.Context) ([]metrics.Effect, error) {
	list, err := metrics.Effects(ctx, e.db)
	if err != nil || len(list) == 0 {
		return list, err
	}
	unnamed, err := e.privacy.unnamed(ctx, e.db)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].What = unnamed(list[i].What)
	}
	return list, nil
}
