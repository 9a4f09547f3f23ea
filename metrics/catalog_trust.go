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
}
