package sql

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Layers lists the rebuilt layers in build order. Data flows down this list and never back up.
var Layers = []string{"staging", "facts", "weekly", "metrics", "findings"}

// order lists the tables of a layer whose files read from each other, in the order they are built. A name without a
// file is computed in Go. A layer that is not here has no inner order: its files are built by name.
var order = map[string][]string{
	"facts": {
		"facts.sources",
		"facts.people",      // Go: identity resolution
		"facts.identities",  // Go: written together with facts.people
		"facts.suggestions", // Go: written together with facts.people
		"facts.account_links",
		"facts.repositories", //
		"facts.commits",
		"facts.commit_people",
		"facts.paths",
		"facts.trees",
		"facts.file_changes",
		"facts.tags",
		"facts.time_zones",
		"facts.clocks",
		"facts.commit_hours",
		"facts.team_keys",
		"facts.teams",
		"facts.team_members",
		"facts.service_keys",
		"facts.pagerduty_services",
		"facts.jira_services",
		"facts.path_owners",
		"facts.service_globs",
		"facts.service_paths", // Go: globs
		"facts.path_overlaps", // Go: written together with facts.service_paths
		"facts.path_rules",    // Go: and this
		"facts.services",
		"facts.mappings",
		"facts.service_owners",
		"facts.interventions",
		"facts.on_call",
		"facts.watches", // Go: moments of a person in order
		"facts.policies",
		"facts.incident_keys",
		"facts.incident_events",
		"facts.incidents", // Go: what is known of an incident lies at its number
		"facts.pages",     // Go: one after the other in time
		"facts.paged_days",
		"facts.nights",
		"facts.rest_gaps",
		"facts.responses", // Go: and of responses to it
		"facts.action_sets",
		"facts.alert_sources",
		"facts.ticket_keys",
		"facts.ticket_changes",
		"facts.ticket_events",
		"facts.tickets",
		"facts.ticket_hours",
		"facts.commit_services",
		"facts.operational_paths", // Go: globs
		"facts.reliability_commits",
		"facts.releases",
		"facts.incident_roles",
		"facts.morale",
	},
	"weekly": {
		"weekly.weeks",
		"weekly.rotas",
		"weekly.on_call", // Go: shifts of a person in order
		"weekly.responses",
		"weekly.paged",
		"weekly.commits",
		"weekly.commit_work",
		"weekly.committers",
		"weekly.ticket_work",
		"weekly.ticket_hands",
		"weekly.series",
		"weekly.contributions",
		"weekly.spine",
		"weekly.standing",
		"weekly.eligibility", // Go: everybody's spans, one after the other
		"weekly.eligible",    // Go: written together with weekly.eligibility
		"weekly.ranks",       // Go: windows that move, and everyone in order
		"weekly.unranked",    // Go: written together with weekly.ranks
		"weekly.parts",       // Go: and this
		"weekly.spreads",     // Go: and this
		"weekly.top_people",
		"weekly.concentration",
		"weekly.incidents", // Go: windows that move
		"weekly.page_hours",
		"weekly.page_nights",
		"weekly.paper_and_fact",
		"weekly.rotation",
		"weekly.fair_shares",
		"weekly.reach",
		"weekly.alert_sources", // Go: in order of weeks it is enough to remember each source
		"weekly.person_pages",
		"weekly.person_rest",
		"weekly.person_on_call",
		"weekly.person_work",
		"weekly.person_load",
		"weekly.person_norms",
		"weekly.over_norm",     // Go: counted span by span
		"weekly.waits",         // Go: medians of moving windows
		"weekly.authorship",    // Go: truck factors
		"weekly.removals",      // Go: written together with weekly.authorship
		"weekly.file_authors",  // Go: and this
		"weekly.file_efforts",  // Go: and this
		"weekly.active_people", // Go: and this
		"weekly.folders",       // Go: and this
		"weekly.identified",
		"weekly.named_work",
		"weekly.ticket_acts",
		"weekly.tallies",
		"weekly.reviewers",
		"weekly.engineers",
		"weekly.roles",
		"weekly.durations",
		"weekly.medians", // Go: medians of moving windows
		"weekly.owners",
		"weekly.duties",
		"weekly.morale",
		"weekly.coverage_counts",
		"weekly.coverage",
	},
	"findings": {
		"findings.single_point",
		"findings.sustained_load",
		"findings.orphaned",
		"findings.paper_rota",
		"findings.unclear_alerts",
		"findings.thin_knowledge",
		"findings.owner_missing",
		"findings.silo",
		"findings.habit",
		"findings.recovered",
		"findings.policies",
		"findings.answers",
		"findings.findings", // Go: runs of weeks, and sentences
		"findings.evidence", // Go: written together with findings.findings
		"findings.suspects", // Go: and this
		"findings.tests",    // Go: and this
		"findings.people",
		"findings.departures",    // Go: what happens if somebody leaves
		"findings.removals",      // Go: written together with findings.departures
		"findings.heirs",         // Go: and this
		"findings.interventions", // Go: before and after, with an interval
	},
}

// Tables lists the tables of a layer in build order, such as "facts.commits".
func Tables(layer string) []string {
	if list, ok := order[layer]; ok {
		return slices.Clone(list)
	}
	var names []string
	entries, _ := fs.ReadDir(files, layer)
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".sql"); ok {
			names = append(names, layer+"."+name)
		}
	}
	return names
}

// Select is the text of the file that defines a table, "" where the table is computed in Go.
func Select(table string) string {
	text, err := files.ReadFile(file(table))
	if err != nil {
		return ""
	}
	return string(text)
}

func file(table string) string {
	layer, name, _ := strings.Cut(table, ".")
	return path.Join(layer, name+".sql")
}

// statement makes the SELECT of a table into the statement that builds it.
func statement(table string) string { return wrap(table, Select(table)) }

// wrap makes a SELECT into a table or a view. The parentheses make a second statement in the text a syntax error.
func wrap(table, text string) string {
	return fmt.Sprintf("CREATE OR REPLACE %s %s AS (\n%s\n)", kind(table), table, text)
}

// decoded lists the tables of staging that are long, come out of JSON and have several readers: each is decoded once in a
// build. staging.jira_changes has one reader and stays a view: to decode a million entries of changelogs takes 1.5 s of
// processor time, to write them down 2.7 s more.
var decoded = []string{
	"staging.jira_issues",
	"staging.pagerduty_incidents",
	"staging.pagerduty_log_entries",
	"staging.pagerduty_oncalls",
}

// views are what a longer table is looked at as, and what is read so seldom that writing it down would take longer.
var views = []string{
	"facts.incident_keys", "facts.incident_events", "facts.action_sets", "facts.alert_sources", "weekly.top_people", "weekly.coverage",
}

// counted lists the metrics that are no quotient of what weekly has summed: their people are counted anew, over everybody, whomever is
// asked for. Of 2,000 services that takes 1.5 s of processor time, which each part of a report would spend again.
var counted = []string{"metrics.last_active_people"}

// kind is VIEW where a copy would cost more than it saves. Staging only renames and casts: of 50 million rows of git that
// would take seconds and a gigabyte. Metrics only divide what weekly has summed: of 10,000 services that would be 26
// million rows, and half a minute. Of findings the rules are read once, by who makes findings of them.
func kind(table string) string {
	layer, _, _ := strings.Cut(table, ".")
	if layer == "findings" {
		if slices.Contains([]string{"findings.findings", "findings.evidence", "findings.suspects", "findings.tests", "findings.people", "findings.departures",
			"findings.removals", "findings.heirs", "findings.interventions"}, table) {
			return "TABLE"
		}
		return "VIEW"
	}
	if slices.Contains(views, table) {
		return "VIEW"
	}
	if layer == "metrics" && !slices.Contains(counted, table) || layer == "staging" && !slices.Contains(decoded, table) {
		return "VIEW"
	}
	return "TABLE"
}
