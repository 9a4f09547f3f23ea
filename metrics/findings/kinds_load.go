package findings

import "fmt"

var sustainedLoad = Kind{
	Name:     "sustained_load",
	Title:    "Sustained load",
	Question: "Does somebody carry more than is healthy, week after week?",
	Raised: "A person passed a norm of load or rest in 3 of the last 6 weeks, and that has been so for 4 weeks running. A week counts " +
		"with a weekday morning without 11 hours of rest after a page; with over 2 incidents per shift; or with time on call while on call for over a quarter " +
		"of 13 weeks, or for over 8 days in a row. It is said of the team in which the person answers most.",
	Limits: []Limit{
		{"rest", "11 hours before a weekday morning", "Directive 2003/88/EC, article 3, as a fact and not as a finding of law"},
		{"incidents", "2 per shift of 12 hours, in a week with 12 hours on call", "Google, Site Reliability Engineering, chapter 11, Being On-Call"},
		{"share", "on call for 25 % of 13 weeks", "Google, Site Reliability Engineering, chapter 11, Being On-Call"},
		{"days", "8 local dates in a row on call. The template says 6, which every weekly rota passes: one shift has 8 dates; nor does " +
			"its norm of 192 hours in 4 weeks count, which two shifts in 4 weeks pass. Both stay in weeks_over_norm",
			own + ", after PagerDuty's on-call template for EMEA"},
		{"weeks", "3 of the last 6, four weeks running: two shifts close together are not it", own},
	},
	Suggests:   []string{"Move the next shifts.", route, talk},
	Source:     "the norms of weeks_over_norm; what is sustained: " + own,
	IsPersonal: true,
	weeks:      1,
	back:       3,
	describe: func(s *state) words {
		var what []string
		var evidence []Evidence
		weeks := func(name, title string, n int) {
			evidence = append(evidence, fact(name, title, fmt.Sprintf("%d of 6", n)))
		}
		if n := s.whole("weeks_short_of_rest"); n > 0 {
			what = append(what, fmt.Sprintf("mornings without 11 hours of rest in %d of 6 weeks", n))
			weeks("weeks_short_of_rest", "Weeks with a morning without 11 hours of rest", n)
		}
		if n := s.whole("weeks_on_call"); n > 0 {
			what = append(what, fmt.Sprintf("too much time on call in %d of 6", n))
			weeks("weeks_on_call_too_much", "Weeks with too much time on call", n)
		}
		if n := s.whole("weeks_of_many"); n > 0 {
			what = append(what, fmt.Sprintf("over 2 incidents per shift in %d of 6", n))
			weeks("weeks_of_many_incidents", "Weeks with over 2 incidents per shift", n)
		}
		if n := s.whole("sleep_pages"); n > 0 {
			evidence = append(evidence, value("sleep_pages", float64(n)).of("in 6 weeks"))
		}
		verb := "was"
		if s.people > 1 {
			verb = "were each"
		}
		headline := fmt.Sprintf("%s %s over a norm of load or rest in at least 3 of the last 6 weeks, at most: %s.", s.fewOf("eligible people"), verb, listed(what))
		if s.people == 1 {
			headline = fmt.Sprintf("%s was over a norm of load or rest in %d of the last 6 weeks: %s.", s.fewOf("eligible people"), s.whole("weeks_over"), listed(what))
		}
		return words{
			severity: High, headline: headline, evidence: evidence,
			suggestion: sentences("Move the next shifts to others and give time to rest.", "Look at what pages at night and whether it must.", talk),
		}
	},
}
