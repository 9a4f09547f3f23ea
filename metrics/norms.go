package metrics

// WeekNorms are the norms of load and rest that weeks_over_norm and weekly.person_norms look at, by the metric they are about.
var WeekNorms = []Norm{
	{"rest_gaps", 0, "11 hours of rest between a page and the next weekday morning", restNorm},
	{"on_call_hours", 192, "at most 192 hours on call in the 4 weeks that end with the week", templateNorm},
	{"on_call_share", 0.25, "at most 25 % of the 13 weeks that end with the week on call", shareNorm},
	{"on_call_days_in_a_row", 6, "at most 6 days on call in a row", templateNorm},
	{"incidents_per_shift", 2, "at most 2 incidents per 12 hours on call, in a week with 12 hours on call or more", shiftNorm},
}
