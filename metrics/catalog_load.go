package metrics

// load is whether all of it is too much. All but the last are of people, and private.
var load = []Metric{
	{
		Name:     "weeks_over_norm",
		Title:    "Weeks over a norm",
		Question: "Is a person's load too much, week after week?",
		Counts: "Weeks of the last 6 in which any norm was passed: a weekday morning without 11 hours of rest, over 192 hours on call in 4 " +
			"weeks, over 25 % of 13 weeks on call, over 6 days on call in a row, or over 2 incidents per shift.",
		Ignores: "Norms of which it is not known whether they were passed, as those of rest are without a time zone.",
		Formula: "number of weeks of the last 6 in which a norm was passed",
		Source:  fewhands,
		Constants: []Constant{
			{Name: "rest", Value: "rest_gaps over 0", Source: restNorm},
			{Name: "hours", Value: "on_call_hours over 192 in the 4 weeks that end with the week", Source: templateNorm},
			{Name: "share", Value: "on_call_share over 25 % in the 13 weeks that end with the week", Source: shareNorm},
			{Name: "days", Value: "on_call_days_in_a_row over 6", Source: templateNorm},
			{Name: "incidents", Value: "incidents_per_shift over 2, in a week with 12 hours on call or more", Source: shiftNorm},
			{Name: "last weeks", Value: "6", Source: ownChoice},
		},
		Unit:   Weeks,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "sustained", Over: new(2.0), Source: ownChoice},
		},
		Basis:   "local_times",
		Private: true,
	},
	{
		Name:     "load_trend",
		Title:    "Trend of the load",
		Question: "Is a person paged more than before?",
		Counts:   "Pages to the person in the window, divided by those in the window before it. 1 is no change, 2 twice as many.",
		Ignores:  pagesIgnore,
		Formula:  "pages in these 13 weeks / pages in the 13 weeks before",
		Source:   fewhands,
		Constants: []Constant{
			onePage,
			window,
			leastData("26 weeks since the first page, shift or ticket, 10 pages in both windows and one in that before"),
		},
		Unit:    Ratio,
		Better:  Lower,
		Basis:   "pages",
		Private: true,
	},
	{
		Name:     "people_over_norm",
		Title:    "People over a norm",
		Question: "How many people carry more than is healthy, week after week?",
		Counts: "Eligible people who passed a norm of load or rest in at least 3 of the last 6 weeks, wherever their load came from; see " +
			"weeks_over_norm. It is a number of the organisation, teams and services.",
		Ignores: "Whether an ordinary weekly rota alone did it: one shift passes 6 days in a row, and two in four weeks pass 192 hours. The finding sustained_load leaves " +
			"these two norms out, so it may not hold where this is not zero. Who they are. Norms of which it is not known whether they were passed.",
		Formula: "number of eligible people with weeks_over_norm of 3 or more",
		Source:  fewhands,
		Constants: []Constant{
			{Name: "sustained", Value: "3 of the last 6 weeks", Source: ownChoice},
			eligibility,
			window,
			leastData("30 days since the first response"),
		},
		Unit:   People,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "somebody over a norm", Over: new(0.0), Source: ownChoice},
		},
		Basis:      "local_times",
		IsPersonal: true,
	},
}
