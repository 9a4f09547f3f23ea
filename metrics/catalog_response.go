package metrics

// response is why others stay away: what an alert does before somebody takes it, and who takes it then.
var response = []Metric{
	{
		Name:     "unowned_page_share",
		Title:    "Share of pages that nobody owns",
		Question: "How many pages are for services that no team owns?",
		Counts: "The share of the pages that were for services without an owning team: neither the service nor its escalation policy has " +
			"one. It is a number of the whole organisation.",
		Ignores: pagesIgnore,
		Formula: "pages for services without an owning team / pages",
		Source:  fewhands,
		Constants: []Constant{
			onePage,
			window,
			tooFewPages,
		},
		Unit:   Share,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "too many for anybody to know whom they concern", Over: new(0.2), Source: ownChoice},
		},
		Basis: "pages",
	},
	{
		Name:     "catch_all_share",
		Title:    "Share of pages of the catch-all service",
		Question: "How many pages come through one service that takes everything?",
		Counts: "The share of the pages that were for the service whose alerts in the window came from most different sources: the sources or " +
			"hosts that alerts name, or else the integrations they came through. It is a number of the whole organisation.",
		Ignores: pagesIgnore + " Whether that service is meant to take everything.",
		Formula: "pages of the service with most sources of alerts / pages; of equals, the one with more pages",
		Source:  fewhands,
		Constants: []Constant{
			onePage,
			window,
			tooFewPages,
		},
		Unit:   Share,
		Better: Lower,
		Basis:  "pages",
	},
	{
		Name:     "reassignments",
		Title:    "Reassignments",
		Question: "How often is an incident handed on before it is with the right people?",
		Counts:   "Reassignments by people, after the first assignment, for each incident opened in the window.",
		Ignores:  "Escalations; see escalations. What services and integrations assign by themselves.",
		Formula:  "reassignments / incidents",
		Source:   fewhands,
		Constants: []Constant{
			window,
			tooFewIncidents,
		},
		Unit:   PerIncident,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "unclear whom the alerts concern", Over: new(0.5), Source: ownChoice},
		},
		Basis: "pages",
	},
	{
		Name:     "escalations",
		Title:    "Escalations",
		Question: "How often does an incident go to the next level?",
		Counts:   "Escalations to the next level, by people and by timeout, for each incident opened in the window.",
		Ignores:  "Reassignments; see reassignments.",
		Formula:  "escalations / incidents",
		Source:   fewhands,
		Constants: []Constant{
			window,
			tooFewIncidents,
		},
		Unit:   PerIncident,
		Better: Lower,
		Basis:  "pages",
	},
	{
		Name:     "time_to_acknowledge",
		Title:    "Time to acknowledge",
		Question: "How long does an incident wait for a human?",
		Counts:   waitCounts + " The median: half of them waited longer.",
		Ignores:  waitIgnores,
		Formula:  "median of minutes from opening to the first acknowledgement by a person; of an even number, the mean of the middle two",
		Source:   fewhands,
		Constants: []Constant{
			window,
			tooFewAcknowledged,
		},
		Unit:   Minutes,
		Better: Lower,
		Basis:  "pages",
	},
	{
		Name:     "time_to_acknowledge_p90",
		Title:    "Time to acknowledge, slowest tenth",
		Question: "How long does an incident wait for a human when it waits long?",
		Counts:   waitCounts + " The 90th percentile: a tenth of them waited longer.",
		Ignores:  waitIgnores,
		Formula: "90th percentile of minutes from opening to the first acknowledgement by a person; between the two values nearest to its " +
			"place, as spreadsheets have it",
		Source: fewhands,
		Constants: []Constant{
			window,
			tooFewAcknowledged,
		},
		Unit:   Minutes,
		Better: Lower,
		Basis:  "pages",
	},
	{
		Name:     "runbook_coverage",
		Title:    "Incidents with a runbook",
		Question: "For how many incidents is written down what to do?",
		Counts: "The share of the incidents whose service or alert names a runbook: the description of the service, or what the alert " +
			"brought along, speaks of a runbook or playbook and has a link.",
		Ignores: "Whether the runbook helps. " + allIncidents,
		Formula: "incidents with a runbook / incidents",
		Source:  fewhands,
		Constants: []Constant{
			window,
			tooFewIncidents,
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "pages",
	},
	{
		Name:     "first_time_responders",
		Title:    "First-time responders",
		Question: "Does anybody new dare to respond?",
		Counts:   "People whose first known response ever to the service, or to one of the services, is in the window.",
		Ignores:  "Whether they came back.",
		Formula:  "number of people whose first response is in the window",
		Source:   fewhands,
		Constants: []Constant{
			window,
			leastData("26 weeks since the first response, because at first everybody is new, and 10 responses in the window"),
		},
		Unit:   People,
		Better: Higher,
		Basis:  "pages",
	},
	{
		Name:     "usual_responder_wait",
		Title:    "Wait without the usual responder",
		Question: "How much longer does an incident wait when the person who usually responds is off call?",
		Counts: "The median time to acknowledge incidents that were opened while the person with most responses in the window was off call, " +
			"divided by that of those opened while the same person was on call, at any level. 1 is no difference, 2 twice as long. It is " +
			"a number of services and teams.",
		Ignores: waitIgnores + " Incidents at a time of which no roster is known.",
		Formula: "median minutes to acknowledge with the top responder off call / with the top responder on call",
		Source:  fewhands,
		Constants: []Constant{
			{Name: "order of equals", Value: "more responses in 52 weeks, then the earlier first week", Source: ownChoice},
			window,
			leastData("30 days since the first incident and 5 acknowledged incidents each way in the window"),
		},
		Unit:   Ratio,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "others do not know enough to help", Over: new(2.0), Source: ownChoice},
		},
		Basis: "on_call",
	},
	{
		Name:     "cross_team_response_share",
		Title:    "Share of responses across teams",
		Question: "Does anybody help another team?",
		Counts:   "The share of the responses that were made by people who were not then members of the team that owns the service.",
		Ignores: "Services that nobody owns, and responses by people who were deleted before the first reading: which team they were in is " +
			"not known.",
		Formula: "responses by people outside the owning team / responses of which it is known",
		Source:  fewhands,
		Constants: []Constant{
			window,
			tooFewResponses,
		},
		Unit:   Share,
		Better: Neither,
		Thresholds: []Threshold{
			{Text: "teams that keep to themselves, where it lasts for 26 weeks", UpTo: new(0.02), Source: ownChoice},
		},
		Basis: "pages",
	},
}

var (
	onePage = Constant{
		Name:   "one page",
		Value:  "a notification by push, SMS or phone with all those to the same person up to 60 s after it",
		Source: ownChoice + ": several ways to wake somebody once",
	}
	tooFewAcknowledged = leastData("30 days since the first incident and 10 acknowledged incidents in the window")
)

const (
	pagesIgnore = "E-mail. Further notifications to the same person within 60 s."
	waitCounts  = "Minutes from the opening of an incident to its first acknowledgement by a person, over the incidents opened in the window."
	waitIgnores = "Incidents that nobody acknowledged, and acknowledgements by integrations."
)
