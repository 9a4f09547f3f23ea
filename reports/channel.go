package reports

import "github.com/fewhands/fewhands/metrics"

// channel is a kind of work, and how the pages speak of it.
type channel struct {
	name  string // in the warehouse
	item  string // one of what it counts
	items string
	gave  string // what people do to have one

	charted string // the title of the chart of how few people do it
	carried string // the title of the chart of who does

	title  string // of the work, beside that of other channels
	kind   string // of the source it comes from
	absent string // what is said where the source is there, but nothing of the channel
}

var (
	commitWork = channel{
		name: "commits", item: "contribution", items: "contributions", gave: "made",
		charted: "How few people do the work, by week", carried: "Who carried the commits, by week",
	}
	pageWork = channel{
		name: "pages", item: "response", items: "responses", gave: "gave",
		charted: "How few people respond, by week", carried: "Who responded, by week",
		title: "Pages", kind: "pagerduty", absent: "no incident is on record",
	}
	ticketWork = channel{
		name: "tickets", item: "ticket", items: "tickets", gave: "resolved",
		charted: "How few people resolve the tickets, by week", carried: "Who resolved the tickets, by week",
		title: "Tickets", kind: "jira", absent: "no resolved ticket is on record",
	}

	// fixWork are the commits of services and teams: those of reliability work.
	fixWork = channel{
		name: "commits", item: "commit", items: "commits", gave: "wrote",
		charted: "How few people write the reliability commits, by week", carried: "Who wrote the reliability commits, by week",
		title: "Reliability commits", kind: "git", absent: "none is on record, or no repository is mapped to it",
	}
	allWork = channel{
		name: "all", item: "item", items: "items", gave: "did", title: "All together",
		absent: "fewer than two of the three are there",
	}
)

// shows tells whether a page about this kind of work shows the values of a channel: its own, and those without a channel. The CSV files
// have all.
func (c channel) shows(channel string) bool { return channel == "" || channel == c.name }

// basis is the name of the coverage of a metric.
func (c channel) basis(m metrics.Metric) string {
	if m.Channels {
		return c.name
	}
	return m.Basis
}

// noun is what a metric's n counts, one and many.
func (c channel) noun(m metrics.Metric) (one, many string) {
	switch {
	case m.Channels:
		return c.item, c.items
	case m.Basis == "code":
		return "file", "files"
	}
	if noun, ok := nouns[m.Name]; ok {
		return noun[0], noun[1]
	}
	return "item", "items"
}

var nouns = map[string][2]string{
	"rotation_size":               {"hour on call", "hours on call"},
	"effective_rotation":          {"hour on call", "hours on call"},
	"rota_gap":                    {"response", "responses"},
	"rota_reach":                  {"member of the team", "members of the team"},
	"off_call_response_share":     {"response", "responses"},
	"services_mapped":             {"service, project or repository", "services, projects and repositories"},
	"unowned_page_share":          {"page", "pages"},
	"catch_all_share":             {"page", "pages"},
	"reassignments":               {"incident", "incidents"},
	"escalations":                 {"incident", "incidents"},
	"time_to_acknowledge":         {"acknowledged incident", "acknowledged incidents"},
	"time_to_acknowledge_p90":     {"acknowledged incident", "acknowledged incidents"},
	"runbook_coverage":            {"incident", "incidents"},
	"first_time_responders":       {"response", "responses"},
	"usual_responder_wait":        {"acknowledged incident", "acknowledged incidents"},
	"cross_team_response_share":   {"response", "responses"},
	"pages_attributed":            {"page, response or unnamed incident", "pages, responses and unnamed incidents"},
	"identities_resolved":         {"contribution", "contributions"},
	"time_zones_known":            {"page", "pages"},
	"source_age_hours":            {"source", "sources"},
	"cross_team_commit_share":     {"commit", "commits"},
	"review_participation":        {"act on a review", "acts on reviews"},
	"role_mix":                    {"response", "responses"},
	"multi_role_incidents":        {"incident of high priority", "incidents of high priority"},
	"multi_role_resolution_ratio": {"incident of high priority", "incidents of high priority"},
	"release_frequency":           {"release", "releases"},
	"customer_ticket_days":        {"ticket of a customer", "tickets of customers"},
	"morale":                      {"answer", "answers"},
	"dual_owner_coverage":         {"service", "services"},
	"duty_mismatch":               {"item of the owners' work", "items of the owners' work"},
	"build_run_overlap":           {"person with a commit", "people with a commit"},
	"engineer_filed_tickets":      {"ticket of product work", "tickets of product work"},
	"follow_through":              {"ticket about quality", "tickets about quality"},
	"helping_hand":                {"comment", "comments"},
	"people_over_norm":            {"eligible person", "eligible people"},
	"last_active_people":          {"active person", "active people"},
}
