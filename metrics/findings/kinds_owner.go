package findings

import "fmt"

var orphaned = Kind{
	Name:     "orphaned",
	Title:    "Left behind",
	Question: "Is there anybody left to whom this belongs?",
	Raised: "No team owns the service, or over half of the files have only authors who have left or were idle for over 180 days " +
		"(departed_code_share). A service without a team counts from when the last of those who worked on it and left had left.",
	Limits: []Limit{
		{"departed_code_share", "over 50 %, of at least 20 files", own},
		{"team", "by org.yaml, Backstage, PagerDuty or CODEOWNERS as of today; only where some service has one", own},
		{"repositories", "those of which services own half of the files are said of the services", own},
	},
	Suggests: []string{owner, route, adopt, read},
	Source:   own,
	weeks:    3,
	describe: func(s *state) words {
		w := words{severity: Medium, suggestion: sentences(owner, read)}
		code := ""
		if s.has("departed_code_share") {
			share := s.number("departed_code_share")
			code = fmt.Sprintf("%s of its %s files have only authors who left or were not seen for 180 days", part(share), grouped(s.whole("files")))
			w.evidence = append(w.evidence, value("departed_code_share", share))
		}
		pages := s.whole("pages")
		switch {
		case s.has("unowned") && code != "":
			w.headline = "No team owns it, and " + code
		case s.has("unowned"):
			w.headline = "No team owns it"
		default:
			w.headline = upper(code)
		}
		if s.has("unowned") {
			w.evidence = append([]Evidence{fact("owning_team", "Owning team", "none")}, w.evidence...)
		}
		if pages > 0 {
			w.severity = High
			w.headline += fmt.Sprintf(", while it sent %s in the last 13 weeks", counted(pages, "page", "pages"))
			w.evidence = append(w.evidence, value("pages", float64(pages)).of("in 13 weeks"))
			w.suggestion = sentences(owner, route)
		}
		if n := s.whole("committers"); n > 0 {
			w.headline += fmt.Sprintf(", while %s committed to it in the last 13 weeks", counted(n, "person", "people"))
		}
		if !s.has("unowned") && (s.scope == "service" || s.whole("committers") > 0) {
			w.suggestion = sentences(adopt, read)
		}
		w.headline += "."
		return w
	},
}

var unclearAlerts = Kind{
	Name:     "unclear_alerts",
	Title:    "Alerts that concern nobody",
	Question: "Do alerts reach those whom they concern?",
	Raised: "Over 20 % of the pages of 13 weeks were on services with no owning team (unowned_page_share); or incidents were reassigned more than " +
		"0.5 times each (reassignments); or half of them waited for an acknowledgement at least twice as long as in the organisation.",
	Limits: []Limit{
		{"unowned_page_share", "over 20 % of at least 10 pages, where some service has a team", own},
		{"reassignments", "over 0.5 per incident, of at least 10", own},
		{"time_to_acknowledge", "twice the organisation's median and 5 minutes over it, of at least 20 incidents, for 7 weeks on end", own},
		{"weeks", "so in 3 weeks, before it is said", own},
	},
	Suggests: []string{route, "Switch off alerts that nobody has to act on."},
	Source:   own,
	weeks:    3,
	describe: func(s *state) words {
		w := words{severity: Medium, suggestion: sentences(route, "Switch off alerts that nobody has to act on.")}
		var parts []string
		if s.has("unowned_page_share") {
			share := s.number("unowned_page_share")
			if share >= 1 {
				parts = append(parts, fmt.Sprintf("all %s went to a rota that no team stands behind", counted(s.whole("pages"), "page", "pages")))
			} else {
				parts = append(parts, fmt.Sprintf("%s of the %s were on services that no team owns", percent(share), counted(s.whole("pages"), "page", "pages")))
			}
			w.evidence = append(w.evidence, value("unowned_page_share", share))
		}
		if s.has("reassignments") {
			parts = append(parts, fmt.Sprintf("an incident was reassigned %s times on average", decimal(s.number("reassignments"))))
			w.evidence = append(w.evidence, value("reassignments", s.number("reassignments")))
		}
		if s.has("time_to_acknowledge") {
			parts = append(parts, fmt.Sprintf("half of the incidents waited %s minutes or longer for a person, against %s in the organisation",
				decimal(s.number("time_to_acknowledge")), decimal(s.number("usual_minutes"))))
			w.evidence = append(w.evidence, value("time_to_acknowledge", s.number("time_to_acknowledge")),
				value("time_to_acknowledge", s.number("usual_minutes")).of("of the organisation"))
		}
		w.headline = "In the last 13 weeks " + listed(parts) + "."
		return w
	},
}

var thinKnowledge = Kind{
	Name:     "thin_knowledge",
	Title:    "Only one knows how",
	Question: "Can others help when the usual person is not on call?",
	Raised: "The service has no runbook and its alerts named none, and half of the incidents of 13 weeks wait at least twice as long for an acknowledgement while " +
		"the person who responds most is off call (usual_responder_wait).",
	Limits: []Limit{
		{"usual_responder_wait", "2 or more, and 5 minutes or more apart, each of at least 10 incidents", own},
		{"weeks", "so in 4 weeks, before it is said", own},
	},
	Suggests: []string{write, shadow},
	Source:   own,
	weeks:    4,
	describe: func(s *state) words {
		return words{
			severity: Medium,
			headline: fmt.Sprintf("There is no runbook, and incidents wait %s minutes for an acknowledgement while the usual responder is off call, "+
				"against %s minutes while on call (medians of the last 13 weeks).", decimal(s.number("off_call_minutes")), decimal(s.number("on_call_minutes"))),
			evidence: []Evidence{
				value("usual_responder_wait", s.number("usual_responder_wait")), value("runbook_coverage", 0),
			},
			suggestion: sentences(write, shadow),
		}
	},
}

var ownerMissing = Kind{
	Name:     "owner_missing",
	Title:    "An owner is missing",
	Question: "Does the service have a technical and a product owner, two people, both there?",
	Raised: "Of the technical and the product owner one is not named, both are one person, or one was not seen in any channel for 90 days " +
		"(dual_owner_coverage). Only of services of which at least one owner is named.",
	Limits: []Limit{
		{"idle", "no commit, response or act on a ticket, anywhere, for 90 days, by somebody who was seen before", own},
		{"declarations", "as of today, by org.yaml or Backstage", own},
	},
	Suggests: []string{"Name the missing owner."},
	Source:   own,
	weeks:    1,
	describe: func(s *state) words {
		w := words{severity: Low}
		switch {
		case s.has("one_person"):
			w.headline = "One person is both the technical and the product owner."
			w.evidence = []Evidence{fact("owners", "Technical and product owner", "one person")}
			w.suggestion = "Give one of the two duties to somebody else: each needs its own attention."
		case s.has("no_technical"):
			w.headline = "It has a product owner and no technical owner."
			w.evidence = []Evidence{fact("technical_owner", "Technical owner", "not named")}
			w.suggestion = "Name a technical owner in org.yaml."
		case s.has("no_product"):
			w.headline = "It has a technical owner and no product owner."
			w.evidence = []Evidence{fact("product_owner", "Product owner", "not named")}
			w.suggestion = "Name a product owner in org.yaml."
		}
		for _, duty := range []string{"technical", "product"} {
			if !s.has(duty+"_left") && !s.has(duty+"_idle") {
				continue
			}
			text, why := fmt.Sprintf("The %s owner was not seen in any channel for 90 days.", duty), "not seen for 90 days"
			if s.has(duty + "_left") {
				text, why = fmt.Sprintf("The %s owner has left and is still named.", duty), "has left"
			}
			w.severity = Medium
			if w.headline != "" {
				w.headline += " "
			}
			w.headline += text
			w.evidence = append(w.evidence, fact(duty+"_owner", upper(duty)+" owner", why))
			w.suggestion = "Ask who takes it over, and write it into org.yaml."
		}
		return w
	},
}
