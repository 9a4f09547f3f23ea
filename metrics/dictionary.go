package metrics

import "github.com/fewhands/fewhands/metrics/findings"

// Definition is one row of data_dictionary.csv: a column of an export, or a metric. Fields that do not apply are "".
type Definition struct {
	File       string // the export that has it; metrics.csv for a metric, whose name is a value of its column metric
	Kind       string // "column", "metric" or "finding"
	Name       string
	Title      string
	Unit       string
	Direction  string // which way is healthier: higher, lower, neither
	Definition string
	Formula    string
	Constants  string // one per line
	Thresholds string // one per line
	Sources    string
}

// DefinitionColumns are the columns of data_dictionary.csv.
var DefinitionColumns = []string{
	"file", "kind", "name", "title", "unit", "direction", "definition", "formula", "constants", "thresholds", "sources",
}

// Record is the definition as a row under DefinitionColumns.
func (d Definition) Record() []string {
	return []string{
		d.File, d.Kind, d.Name, d.Title, d.Unit, d.Direction, d.Definition, d.Formula, d.Constants, d.Thresholds, d.Sources,
	}
}

// Dictionary defines every column of every export, in their order, then every metric and every kind of finding.
func Dictionary() []Definition {
	var rows []Definition
	for _, export := range exports {
		for _, column := range export.columns {
			rows = append(rows, Definition{
				File: export.file, Kind: "column", Name: column.name, Title: column.title, Unit: column.unit, Definition: column.text,
			})
		}
	}
	for _, m := range Catalog {
		rows = append(rows, Definition{
			File: "metrics.csv", Kind: "metric", Name: m.Name, Title: m.Title, Unit: string(m.Unit), Direction: string(m.Better),
			Definition: m.Question + " " + m.Counts + " Leaves out: " + m.Ignores,
			Formula:    m.Formula,
			Constants:  m.constantsText(),
			Thresholds: m.thresholdsText(),
			Sources:    m.Source,
		})
	}
	for _, k := range findings.Kinds {
		d := Definition{
			File: "findings.csv", Kind: "finding", Name: k.Name, Title: k.Title, Direction: string(Neither),
			Definition: k.Question + " " + k.Raised, Thresholds: k.LimitsText(), Sources: k.Source,
		}
		if k.Name == "recovered" {
			d.Direction = string(Higher)
		}
		rows = append(rows, d)
	}
	return rows
}

type column struct{ name, title, unit, text string }

type export struct {
	file    string
	columns []column
}

// exports are the files with stable columns. Parquet and Excel carry the same tables.
var exports = []export{
	{"metrics.csv", []column{
		{"metric", "Metric", "", "Name of the metric in the catalogue."},
		{"channel", "Channel", "", "The kind of work, such as commits; empty where the metric is not computed per channel."},
		{"week", "Week", "date", "Monday of the ISO week, UTC. Trailing windows end with that week's Sunday."},
		{"scope", "Scope", "", "What the row is about: org, team, service or repo."},
		{"entity", "Entity", "", "Key of the entity within its scope: the name of a repository, or the id that PagerDuty gave to a team or service."},
		{"entity_name", "Name", "", "The entity's name for people."},
		{"value", "Value", "see unit", "The metric's value; empty where there is too little data to say."},
		{"n", "Items", "count", "How many items the value is computed from: commits, or files."},
		{"unit", "Unit", "", "Unit of the value: share and index run from 0 to 1, people and quarters are counted."},
		{"coverage", "Coverage", "share", "Share of the data that could be used; empty where there was none."},
		{"suppressed", "Suppressed", "", "true where the value is withheld because the group is small. An empty value without it is too little data."},
	}},
	{"findings.csv", []column{
		{"finding", "Finding", "", "Kind of the finding. One row per finding that holds as of the last kept week, in the order in which they are told."},
		{"severity", "Severity", "", "high, medium, low; good for what recovered."},
		{"scope", "Scope", "", "What the row is about: org, team, service or repo."},
		{"entity", "Entity", "", "Key of the entity within its scope, as in metrics.csv."},
		{"entity_name", "Name", "", "The entity's name for people."},
		{"since", "Since", "date", "Monday of the ISO week in which it began, as far as that can be told."},
		{"first_seen", "First seen", "date", "Monday of the first ISO week in which the rule was met, in the current run of weeks."},
		{"headline", "Headline", "", "What is so, in a sentence with the numbers in it, without names of people."},
		{"people", "People", "people", "How many people it is about; empty where it is about none."},
		{"of_people", "Of people", "people", "Of how many; those who did nothing count."},
		{"evidence", "Evidence", "", "Names and values of what the rule looked at, as name=value, separated by semicolons."},
		{"suggestion", "Suggestion", "", "What teams found to help."},
		{"suppressed", "Suppressed", "", "true where headline, people and evidence are withheld because the finding is about load or rest in a group that is small."},
	}},
	{"interventions.csv", []column{
		{"scope", "Scope", "", "What was changed: a team or a service. One row per intervention of org.yaml and metric."},
		{"entity", "Entity", "", "Key of the entity within its scope, as in metrics.csv."},
		{"entity_name", "Name", "", "The entity's name for people."},
		{"happened_on", "Happened on", "date", "The day of the change. Its ISO week is on neither side."},
		{"what", "What was changed", "", "In the words of org.yaml."},
		{"metric", "Metric", "", "Name of the metric, computed over whole weeks; sleep_pages are pages to anybody in sleeping hours, per week."},
		{"before", "Before", "see unit", "The value of the 13 whole weeks before the week of the change, or of those since the first response; empty where there is too little data: " +
			"under 30 days before or after, or under 10 items on a side."},
		{"after", "After", "see unit", "The value of the whole weeks after the week of the change, up to 13."},
		{"difference", "Difference", "see unit", "After minus before."},
		{"low", "Low", "see unit", "Lower end of the 95 % interval of the difference: " + intervalMethod},
		{"high", "High", "see unit", "Upper end of the interval."},
		{"n_before", "Items before", "count", "How many items the value before is computed from: responses, acknowledged incidents or pages."},
		{"n_after", "Items after", "count", "How many items the value after is computed from."},
		{"weeks_before", "Weeks before", "weeks", "How many weeks before were looked at."},
		{"weeks_after", "Weeks after", "weeks", "How many weeks after were looked at."},
		{"unit", "Unit", "", "Unit of the value; of sleep_pages per week."},
		{"verdict", "Verdict", "", "better or worse where zero is not in the interval, no_clear_change where it is, too_little_data where nothing is said; empty where suppressed."},
		{"suppressed", "Suppressed", "", "true where the value is withheld because it is about the load of a small group."},
	}},
	{"truck_factor.csv", []column{
		{"scope", "Scope", "", "What the row is about: org or repo."},
		{"entity", "Entity", "", "Key of the organisation or repository within its scope."},
		{"week", "Week", "date", "Monday of the ISO week, UTC; files and authors as of that week's end."},
		{"files", "Files", "files", "Files that the truck factor counts: in the tree, of the counted kinds, with a recorded change."},
		{"authors", "Authors", "people", "People who are an author of at least one of the files."},
		{"truck_factor", "Truck factor", "people", "The metric truck_factor; empty where there is too little data."},
		{"active_truck_factor", "Truck factor of active people", "people", "The metric active_truck_factor; empty where there is too little data."},
		{"top1_share", "Share of the top author", "share", "Share of the files that the person with most authored files is an author of."},
	}},
	{"people_weekly.csv", []column{
		{"person", "Person", "", "Key of the person. The file is private: it is written with --private only."},
		{"week", "Week", "date", "Monday of the ISO week, UTC. There is a row for every week from the person's first page, shift or resolved ticket on."},
		{"pages", "Pages", "pages", "The metric pages."},
		{"off_hours_pages", "Pages in off hours", "pages", "The metric off_hours_pages; empty where the person's time zone is not known."},
		{"sleep_pages", "Pages in sleeping hours", "pages", "The metric sleep_pages; empty where the person's time zone is not known."},
		{"disrupted_hours", "Disrupted hours", "hours", "The metric disrupted_hours; empty where the person's time zone is not known."},
		{"on_call_hours", "Hours on call", "hours", "The metric on_call_hours; empty where no roster is known."},
		{"on_call_share", "Share of the week on call", "share", "The metric on_call_share; empty where no roster is known."},
		{"rest_gaps", "Mornings without 11 hours of rest", "mornings", "The metric rest_gaps; empty where the person's time zone is not known."},
		{"nights_in_a_row", "Nights in a row", "nights", "The metric nights_in_a_row; empty where the person's time zone is not known."},
		{"acknowledgements", "Incidents acknowledged", "incidents", "The metric acknowledgements."},
		{"resolutions", "Incidents resolved", "incidents", "The metric resolutions."},
		{"off_call_responses", "Responses off call", "responses", "The metric off_call_responses; empty where no roster is known of any response."},
		{"tickets_resolved", "Tickets resolved", "tickets", "The metric tickets_resolved; empty where no tracker is read."},
		{"reliability_tickets_resolved", "Reliability tickets resolved", "tickets", "The metric reliability_tickets_resolved; empty where no tracker is read."},
		{"commits", "Commits", "commits", "The metric commits."},
		{"after_hours_commits", "Commits after hours", "commits", "The metric after_hours_commits; empty where no commit's local time is known."},
		{"fair_share_ratio", "Share of pages to share of hours", "ratio", "The metric fair_share_ratio; empty where there is too little data."},
	}},
	{"responses.csv", []column{
		{"incident", "Incident", "", "PagerDuty's id of the incident. The file is private: it is written with --private only."},
		{"service", "Service", "", "PagerDuty's id of the service; empty where the incident has none."},
		{"service_name", "Service name", "", "The service's name for people."},
		{"team", "Team", "", "PagerDuty's id of the team that owns the service; empty where nobody owns it."},
		{"person", "Person", "", "Key of the person who responded; one row per person and incident."},
		{"responded_at", "Responded at", "UTC", "The person's first action on the incident."},
		{"week", "Week", "date", "Monday of the ISO week, UTC, of the first action."},
		{"actions", "Actions", "", "What the person did, in alphabetical order, with commas: acknowledged, delegated, escalated, joined, noted, reassigned, resolved, snoozed, updated."},
		{"is_on_call", "On call", "", "Whether the person was on call then; empty where no roster is known."},
		{"is_cross_team", "Across teams", "", "Whether the person was outside the owning team; empty where that is not known."},
	}},
	{"identities.csv", []column{
		{"person", "Person", "", "Key of the person: the id in org.yaml, or made from the name. The file is private: it is written with --private only."},
		{"source", "Source", "", "Where the identity is from: git, pagerduty, jira, or org for the person's entry in org.yaml."},
		{"account", "Account", "", "The account's id in its source; in git the name of the repository; of an entry in org.yaml its id."},
		{"name", "Name", "", "The name as the source has it: in git before .mailmap."},
		{"email", "E-mail", "", "The address as the source has it: in git before .mailmap; empty where the source shows none."},
		{"matched_by", "Matched by", "", "By what it is this person's, the first that holds: alone (nothing else is), org.yaml, mailmap, email (another identity " +
			"has its address), noreply (the login of its noreply address), former (an account or a .mailmap ties an earlier address), plus (the same " +
			"name, and the same address but for what stands after a +), name (the same name in the same repository)."},
	}},
	{"data_dictionary.csv", []column{
		{"file", "File", "", "The export that has the column; metrics.csv for a metric."},
		{"kind", "Kind", "", "column, metric or finding."},
		{"name", "Name", "", "Name of the column, or of the metric as in metrics.csv."},
		{"title", "Title", "", "The name for people."},
		{"unit", "Unit", "", "Unit of the value."},
		{"direction", "Direction", "", "Which way is healthier: higher, lower or neither."},
		{"definition", "Definition", "", "What it counts and what it leaves out."},
		{"formula", "Formula", "", "How it is computed."},
		{"constants", "Constants", "", "Numbers fixed by the definition, one per line, each with who fixed it."},
		{"thresholds", "Thresholds", "", "Bands of values and how to read them, one per line, each with its source."},
		{"sources", "Sources", "", "Who defined the metric."},
	}},
}
