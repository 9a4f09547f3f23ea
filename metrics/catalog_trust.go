package metrics

// trust is how far the other numbers can be trusted.
var trust = []Metric{
	{
		Name:     "pages_attributed",
		Title:    "Pages attributed",
		Question: "Of how much is it known who was paged and who responded?",
		Counts:   "The share of the pages and responses that are known to be somebody's.",
		Ignores:  "What integrations and timeouts did: it is known to be nobody's.",
		Formula: "(pages with a person + responses) / (all pages + responses + incidents that somebody acknowledged or resolved whom the " +
			"source does not name)",
		Source: fewhands,
		Constants: []Constant{
			onePage,
			window,
			leastData("30 days since the first incident and 10 pages and responses in the window"),
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "pages",
	},
	{
		Name:     "identities_resolved",
		Title:    "Identities resolved",
		Question: "Of how much of the work is it known who did it, whatever account they did it with?",
		Counts: "The share of responses, resolved tickets and commits by people who are declared in org.yaml, or known in at least two of " +
			"git, PagerDuty and Jira.",
		Ignores: "Bots. Work of people with one account only counts as not resolved, also where they truly have no other: declare them. " +
			"There is no value where only one source is read and nobody is declared.",
		Formula: "contributions of people declared or known in two sources / contributions",
		Source:  fewhands,
		Constants: []Constant{
			window,
			leastData("30 days since the first contribution and 10 contributions in the window"),
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "identities",
	},
	{
		Name:     "services_mapped",
		Title:    "Services mapped",
		Question: "Of how much that pages, gets tickets or is changed is it known where it belongs?",
		Counts: "The share of the services of PagerDuty, Jira projects and repositories that belong to a service declared in org.yaml or " +
			"Backstage, or that an owning team has.",
		Ignores: "What is deleted, and what was declared in earlier weeks: there is one value, of the last week.",
		Formula: "those that belong to a declared service or have an owning team / all",
		Source:  fewhands,
		Constants: []Constant{
			{"repository", "belongs where a service claims the whole of it, or more than half of its files belong", ownChoice},
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "mapped",
	},
	{
		Name:     "time_zones_known",
		Title:    "Time zones known",
		Question: "Of how many pages is the local time known?",
		Counts:   "The share of the pages whose person's time zone at that moment is known.",
		Ignores:  pagesIgnore,
		Formula:  "pages with a local time / pages",
		Source:   fewhands,
		Constants: []Constant{
			onePage,
			window,
			tooFewPages,
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "local_times",
	},
	{
		Name:     "source_age_hours",
		Title:    "Age of the oldest source",
		Question: "How long ago was everything last read?",
		Counts: "The hours from the last reading that reached its end to midnight UTC at the start of as-of, of the source for which " +
			"that was longest ago. A source is an account of PagerDuty or Jira, or a repository.",
		Ignores: "How fresh the data were in earlier weeks: there is one value, of the last week. Sources that fewhands.yaml no longer names; pages say " +
			"where their data end.",
		Formula: "as-of − start of the last whole reading, the longest of all sources; 0 where it began later",
		Source:  fewhands,
		Constants: []Constant{
			{"week", "the last kept one only", ownChoice},
		},
		Unit:   Hours,
		Better: Lower,
		Basis:  "sources",
		Thresholds: []Threshold{
			{Text: "a night or more was missed", Over: new(36.0), Source: ownChoice + ": a nightly run and half a day"},
		},
	},
}
