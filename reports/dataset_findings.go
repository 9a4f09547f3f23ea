package reports

import (
	"context"

	"github.com/fewhands/fewhands/metrics/findings"
)

func (e exporter) findings() dataset {
	var kinds []string
	for _, k := range findings.Kinds {
		kinds = append(kinds, k.Name)
	}
	return dataset{
		Name: "findings", Title: "What has quietly happened",
		About: "One row per finding that holds as of the last kept week, in the order in which they are told. No name of a person is in it.",
		Fields: []field{
			{Name: "finding", Title: "Finding", About: "Kind of the finding; what raises it is in data_dictionary.", Required: true, Values: kinds},
			{
				Name: "severity", Title: "Severity", About: "high, medium, low; good for what recovered.", Required: true,
				Values: []string{findings.High, findings.Medium, findings.Low, findings.Good},
			},
			scopeField,
			entityField.saying("Key of the entity within its scope, as in metrics."),
			entityNameField,
			dated("since", "Since", "Monday of the ISO week in which it began, as far as that can be told: what held already in the first kept week may have begun before. Empty where suppressed."),
			dated("first_seen", "First seen", "Monday of the first ISO week in which the rule was met, in the current run of weeks; empty where suppressed."),
			label("headline", "Headline", "What is so, in a sentence with the numbers in it, without names of people.").required(),
			tally("people", "People", "people", "How many people it is about; empty where it is about none."),
			tally("of_people", "Of people", "people", "Of how many; those who did nothing count."),
			label("evidence", "Evidence", "Names and values of what the rule looked at, as name=value, separated by semicolons."),
			label("suggestion", "Suggestion", "What teams found to help."),
			suppressedField.saying("true where nothing may be told of load and rest, because the group is small or would give a small one away: such a row is there for every such team, whether there is a finding or not."),
		},
		rows: all(
			func(ctx context.Context, _ int) ([]findings.Finding, error) {
				list, err := findings.List(ctx, e.db)
				return e.privacy.publicFindings(list), err
			},
			func(f findings.Finding) []any {
				var since, seen any
				if !isWithheld(f) {
					since, seen = f.Since, f.FirstSeen
				}
				return []any{
					f.Kind, f.Severity, f.Scope, f.Entity, f.EntityName, since, seen, clean(f.EntityName) + ": " + f.Headline, f.People, f.OfPeople,
					f.Evidence, f.Suggestion, isWithheld(f),
				}
			}),
	}
}
