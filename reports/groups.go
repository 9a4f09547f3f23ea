package reports

import "github.com/fewhands/fewhands/metrics"

// The groups in which the pages show the catalogue's metrics, each in report order. Rows of people are in none.
var (
	shareGroup = chosen(func(m metrics.Metric) bool { return m.Channels })
	codeGroup  = chosen(func(m metrics.Metric) bool { return m.Basis == "code" })
	leaveGroup = named("last_active_people")
	paperGroup = named("rotation_size", "effective_rotation", "rota_gap", "rota_reach", "off_call_response_share")

	// Why others stay away: one group for each of the four sentences that teams give. habits are shown again from the groups
	// of shares and of reviews.
	concernGroup = named("time_to_acknowledge", "time_to_acknowledge_p90", "reassignments", "escalations")
	helpGroup    = named("runbook_coverage", "first_time_responders", "usual_responder_wait")
	areaGroup    = named("cross_team_response_share", "cross_team_commit_share")
	habitGroup   = named("review_participation")

	sharedGroup = named("role_mix", "multi_role_incidents", "multi_role_resolution_ratio", "release_frequency", "customer_ticket_days", "morale")
	dualGroup   = named("dual_owner_coverage", "duty_mismatch")
	littleGroup = named("build_run_overlap", "engineer_filed_tickets", "follow_through", "helping_hand")

	loadGroup  = named("people_over_norm")
	trustGroup = named("pages_attributed", "identities_resolved", "time_zones_known")

	// Of the whole organisation only.
	unclearGroup = named("unowned_page_share", "catch_all_share")
	ageGroup     = named("services_mapped", "source_age_hours") // on the page of quality
)

func chosen(belongs func(metrics.Metric) bool) []metrics.Metric {
	var list []metrics.Metric
	for _, m := range metrics.Catalog {
		if belongs(m) {
			list = append(list, m)
		}
	}
	return list
}

func named(names ...string) []metrics.Metric {
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[n] = true
	}
	return chosen(func(m metrics.Metric) bool { return wanted[m.Name] })
}
