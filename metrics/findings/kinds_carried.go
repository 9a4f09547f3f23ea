package findings

import (
	"fmt"
	"strings"
)

var singlePoint = Kind{
	Name:     "single_point",
	Title:    "Carried by one person",
	Question: "Does a service or team rest on one person?",
	Raised: "In two channels of pages, tickets and commits the same person did at least half of the work of 13 weeks (people_for_half " +
		"is 1), and over both together more than the busier of two equals would by chance; or last_active_people is 1.",
	Limits: []Limit{
		{"least data", "30 days and 10 items in 13 weeks, in each of the two channels", own},
		{"chance", "2.33 standard deviations over half, both channels together: 1 in 100", own},
		{"code", "where last_active_people is about code: at least 20 files, of which under a third would keep an active author; a half is soon passed in either direction", own},
		{"weeks", "so in 3 weeks, before it is said", own},
	},
	Suggests: []string{share, shadow, invite},
	Source:   "CHAOSS, Contributor Absence Factor; two channels and chance: " + own,
	weeks:    3,
	describe: func(s *state) words {
		var shares []string
		var evidence []Evidence
		for _, channel := range []string{"pages", "tickets", "commits"} {
			if !s.has(channel) {
				continue
			}
			n := s.number(channel)
			what := map[string]string{
				"pages": "responses to incidents", "tickets": "resolved reliability tickets", "commits": "commits of reliability work",
			}[channel]
			shares = append(shares, part(n)+" of the "+what)
			evidence = append(evidence, value("people_for_half", 1).in(channel), value("top_share", n).in(channel))
		}
		var says []string
		if len(shares) > 0 {
			says = append(says, fmt.Sprintf("%s did %s in the last 13 weeks.", s.fewOf("eligible people"), listed(shares)))
		}
		if s.has("last_active_people") {
			evidence = append(evidence, value("last_active_people", 1))
			switch files := s.whole("files"); {
			case files > 0 && len(shares) > 0:
				says = append(says, fmt.Sprintf("Without one person %s of its %s files would have no active author.", part(s.number("lost")), grouped(files)))
			case files > 0:
				says = append(says, fmt.Sprintf("Without 1 of %s eligible people %s of its %s files would have no active author.", grouped(s.of), part(s.number("lost")), grouped(files)))
			default:
				only := "one person"
				if len(shares) == 0 {
					only = s.fewOf("eligible people")
				}
				says = append(says, fmt.Sprintf("Only %s is still there of those who %s in the last 13 weeks.", only, s.alone()))
			}
		}
		return words{
			severity:   High,
			headline:   sentences(says...),
			evidence:   evidence,
			suggestion: sentences(shadow, share, "Until then, plan that person's leave with care."),
		}
	},
}

// alone is what somebody did as the only one who is still there.
func (s *state) alone() string {
	var did []string
	if s.has("responder") {
		did = append(did, "responded to its incidents")
	}
	if s.has("resolver") {
		did = append(did, "resolved its reliability tickets")
	}
	return strings.Join(did, ", or of those who ")
}

var paperRota = Kind{
	Name:     "paper_rota",
	Title:    "A rota on paper",
	Question: "Do the people on the rota answer?",
	Raised: "For 13 weeks on end at least 5 people were on call, and the responses came as if from fewer than half as many people as the hours " +
		"on call did.",
	Limits: []Limit{
		{"rotation", "rotation_size of 5 or more", own},
		{"half", "effective_people of pages under half of effective_rotation", own},
		{"least data", "30 days and 10 responses in the window of each of the 13 weeks", own},
	},
	Suggests: []string{talk, rotate, route},
	Source:   own,
	back:     12,
	describe: func(s *state) words {
		return words{
			severity: Medium,
			headline: fmt.Sprintf("%d people take turns on call, and %s of them gave %s of the %s responses of the last 13 weeks. "+
				"The hours are spread as if over %s people, the responses as if over %s; it has been so for 13 weeks or more.",
				s.of, count(s.people), part(s.number("share")), grouped(s.whole("responses")), decimal(s.number("effective_rotation")), decimal(s.number("effective_people"))),
			evidence: []Evidence{
				value("rotation_size", float64(s.of)), value("effective_rotation", s.number("effective_rotation")),
				value("effective_people", s.number("effective_people")).in("pages"), value("people_for_half", float64(s.people)).in("pages"),
			},
			suggestion: sentences(talk, "Let whoever is on call answer first, with the usual people as backup.", route),
		}
	},
}

var habit = Kind{
	Name:     "habit",
	Title:    "Always the same people",
	Question: "Has it always worked like this here?",
	Raised: "The busiest people of 13 weeks are the same as in each of the four quarters before (incumbency 1 four quarters running), and " +
		"the busiest one did over 40 %. Judged by pages where there are enough of them, else by tickets, else by commits.",
	Limits: []Limit{
		{"busiest", "2 people, 3 where over 9 are eligible", own},
		{"eligible", "more than twice as many: of three people two are always the busiest", own},
		{"top_share", "over 40 %", own},
		{"least data", "30 days and 10 items in each quarter", own},
		{"weeks", "so in 4 weeks, before it is said", own},
	},
	Suggests: []string{invite, rotate, share, review},
	Source:   own,
	weeks:    4,
	back:     39,
	describe: func(s *state) words {
		help := sentences(invite, rotate)
		if s.channel != "pages" {
			help = sentences(s.lets())
		}
		return words{
			severity: Low,
			headline: fmt.Sprintf("The same %s of %s eligible people have been the busiest for five quarters or more; in the last 13 weeks they %s %s of the %s %s.",
				count(s.people), grouped(s.of), s.did(), part(s.number("share")), grouped(s.whole("items")), s.work()),
			evidence: []Evidence{
				value("incumbency", 1).in(s.channel).of("in each of four quarters"), value("top_share", s.number("top_share")).in(s.channel),
			},
			suggestion: help,
		}
	},
}

var silo = Kind{
	Name:     "silo",
	Title:    "A team by itself",
	Question: "Does anybody from elsewhere work with this team?",
	Raised: "Over 26 weeks under 2 % of the responses to its services, and under 2 % of the commits to them, were by people outside the team " +
		"(cross_team_response_share and cross_team_commit_share).",
	Limits: []Limit{
		{"share", "under 2 % of each", own},
		{"least data", "50 responses and 50 commits in the 26 weeks of which the person's team is known, and another team", own},
		{"weeks", "so in 4 weeks, before it is said", own},
	},
	Suggests: []string{invite, "Ask a neighbouring team to review, and offer to review theirs."},
	Source:   own,
	weeks:    4,
	back:     25,
	describe: func(s *state) words {
		return words{
			severity: Low,
			headline: fmt.Sprintf("In the last 26 weeks %s and %s came from outside the team.",
				fewTimes(s.whole("cross_responses"), s.whole("responses"), "responses"), fewTimes(s.whole("cross_commits"), s.whole("commits"), "commits")),
			evidence: []Evidence{
				value("cross_team_response_share", ratio(s.number("cross_responses"), s.number("responses"))).of("over 26 weeks"),
				value("cross_team_commit_share", ratio(s.number("cross_commits"), s.number("commits"))).of("over 26 weeks"),
			},
			suggestion: sentences(invite, "Ask a neighbouring team to review, and offer to review theirs."),
		}
	},
}

func ratio(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// fewTimes is "none of 312 responses", "3 of 312 responses".
func fewTimes(n, of int, what string) string {
	if n == 0 {
		return fmt.Sprintf("none of %s %s", grouped(of), what)
	}
	return fmt.Sprintf("%s of %s %s", grouped(n), grouped(of), what)
}

// part is a share in a sentence: "all", "72 %".
func part(share float64) string {
	if share >= 1 {
		return "all"
	}
	return percent(share)
}

// count is a small number in a sentence.
func count(n int) string {
	small := []string{"none", "one", "two", "three", "four", "five"}
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return fmt.Sprint(n)
}

// What teams found to help.
const (
	route  = "Route alerts to an owner who can act on them."
	write  = "Write the runbook together with the person who knows."
	rotate = "Rotate: let others take a turn, with backup."
	shadow = "Let others shadow the next incidents, then swap roles."
	share  = "Hand over a part of the tickets and the code, in pairs."
	invite = "Invite others to the reviews after incidents."
	review = "Ask others to review, and let those who review write the next change."
	adopt  = "Share out among those who work on it now the parts whose authors have gone."
	read   = "Read the code with whoever comes next before it breaks."
	talk   = "Talk about it in 1-1s: ask what would make it easy to answer, and to let go."
	owner  = "Name an owner, or decide to switch it off."
)

func sentences(list ...string) string { return strings.Join(list, " ") }
