package metrics

// rotation is who is on call on paper, beside who responds in fact.
var rotation = []Metric{
	{
		Name:     "rotation_size",
		Title:    "People on the rota",
		Question: "How many people take turns on call?",
		Counts: "Different people who were on call at level 1 for any time in the window, overrides included. A service has the rota of " +
			"its escalation policy; a team and the organisation have everyone on the rotas of their services.",
		Ignores: otherLevels + " For how long each one was on call; see effective_rotation.",
		Formula: "number of people with time on call at level 1",
		Source:  "Google, Site Reliability Engineering, chapter 11, Being On-Call",
		Constants: []Constant{
			firstLevel,
			window,
			tooFewHours,
		},
		Unit:   People,
		Better: Higher,
		Thresholds: []Threshold{
			{Text: "fewer than one site needs", UpTo: new(7.0), Source: rotaNorm},
			{Text: "enough for one site; two sites need 6 each", Over: new(7.0), Source: rotaNorm},
		},
		Basis: "rotas",
	},
	{
		Name:     "effective_rotation",
		Title:    "Effective number of people on the rota",
		Question: "With how many people would the rota feel like this if all had the same hours?",
		Counts: "The number of people who, with equal hours on call, would be as concentrated as these: 4 people with a quarter each are " +
			"4. Hours on call for two policies at once count once.",
		Ignores: otherLevels,
		Formula: "1 / sum over people of (hours of the person / hours of all people)²",
		Source:  "Hill 1973, Diversity and Evenness (number of order 2)",
		Constants: []Constant{
			firstLevel,
			window,
			tooFewHours,
		},
		Unit:   People,
		Better: Higher,
		Basis:  "rotas",
	},
	{
		Name:     "rota_gap",
		Title:    "Gap between the rota and those who respond",
		Question: "How many of the people on the rota does it lose in practice?",
		Counts: "The effective number of people on call less the effective number of people who responded. Over 0, fewer people respond than " +
			"the rota has; under 0, people beside the rota respond.",
		Ignores: otherLevels + " Who these people are.",
		Formula: "effective_rotation − effective_people of the channel pages",
		Source:  fewhands,
		Constants: []Constant{
			firstLevel,
			window,
			leastData("30 days since somebody was first on call, 30 days since the first response and 10 responses in the window"),
		},
		Unit:   People,
		Better: Neither,
		Basis:  "pages",
	},
	{
		Name:     "rota_reach",
		Title:    "Share of the team on call",
		Question: "How much of the team has been on call lately?",
		Counts: "The share of the members of the owning team, as of the week's Sunday, who were on call on one of the 90 days that end with " +
			"it, at any level of the policies of the service or of the team's services.",
		Ignores: "People on call who are not in the team. Services that nobody owns, and teams without members.",
		Formula: "members on call in the last 90 days / members",
		Source:  fewhands,
		Constants: []Constant{
			{Name: "lately", Value: "90 days, of which the last is the week's Sunday (UTC)", Source: ownChoice + ": a quarter"},
			leastData("30 days since somebody was first on call"),
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "rotas",
	},
	{
		Name:     "off_call_response_share",
		Title:    "Share of responses off call",
		Question: "How much is done by people who were not on call?",
		Counts: "The share of the responses that were made by people who at their first action were not on call: at no level of the policy of " +
			"the service or of the incident, neither through a schedule nor as a target of the policy.",
		Ignores: "Responses at a time of which no roster is known; the coverage beside the value says how many.",
		Formula: "responses off call / responses of which it is known",
		Source:  fewhands,
		Constants: []Constant{
			window,
			tooFewResponses,
		},
		Unit:   Share,
		Better: Lower,
		Basis:  "on_call",
	},
	{
		Name:     "fair_share_ratio",
		Title:    "Share of pages to share of hours",
		Question: "Does a person get more of the pages than of the hours on call?",
		Counts: "A person's share in the pages of all rotas the person is on, divided by the share in their hours on call at level 1. 1 is a " +
			"fair share, 2 twice as many pages as hours. It is private: rows are of people, and in no public export or page.",
		Ignores: otherLevels + " Pages for services of other rotas.",
		Formula: "(pages of the person / pages of all) / (hours of the person / hours of all), over the rotas the person is on",
		Source:  fewhands,
		Constants: []Constant{
			firstLevel,
			window,
			leastData("30 days since the person was first on call and 10 pages of everyone on these rotas"),
		},
		Unit:    Ratio,
		Better:  Neither,
		Basis:   "pages",
		Private: true,
	},
}

const rotaNorm = "Google, Site Reliability Engineering, chapter 11, Being On-Call: 8 people for one site, 6 each for two"
