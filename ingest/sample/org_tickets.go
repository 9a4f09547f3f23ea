package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// demand is a ticket that is going to be filed.
type demand struct {
	at      time.Time
	service *sampleService
	kind    demandKind
	mishap  mishap  // what a review looks back at
	review  *demand // what a follow-up follows from
	issue   *JiraIssue
}

// addTickets lives through all tickets in the order in which they are filed.
func (s *sampleSite) addTickets() {
	var all []*demand
	for _, service := range portfolio {
		rnd := s.o.random("demand for " + service.name)
		for before := historyWeeks; before >= 0; before-- {
			monday := s.o.week(before)
			for _, kind := range []demandKind{upkeep, reported, wanted, polish} {
				for range poisson(rnd, s.o.demanded(service, kind, monday)) {
					day := weighted(rnd, []float64{11, 10, 10, 9, 8, 1, 1})
					at := time.Date(monday.Year(), monday.Month(), monday.Day()+day, weighted(rnd, workday[:]), rnd.IntN(60), rnd.IntN(60), 0, location(service.zone))
					all = append(all, &demand{at: at, service: service, kind: kind})
				}
			}
		}
	}
	for _, m := range s.o.mishaps() {
		review := &demand{at: m.at.Add(between(s.chances[m.service], time.Hour, 30*time.Hour)), service: m.service, kind: lookBack, mishap: m}
		all = append(all, review)
		if chance(s.chances[m.service], 0.5) {
			all = append(all, &demand{at: review.at.Add(between(s.chances[m.service], 24*time.Hour, 96*time.Hour)), service: m.service, kind: followUp, review: review})
		}
	}
	slices.SortStableFunc(all, func(a, b *demand) int { return a.at.Compare(b.at) })
	for _, d := range all {
		if (span{s.o.From, s.o.AsOf}).holds(d.at) {
			(&ticket{sampleSite: s, demand: d, rnd: s.chances[d.service], at: d.at}).live()
		}
	}
	s.addSaleDays()
	for _, i := range s.Issues { // a link to a ticket came while its life was written down already
		slices.SortStableFunc(i.Changelog, func(a, b *JiraHistory) int { return a.Created.Compare(b.Created) })
	}
}

// addSaleDays is a ticket that has been open all the time: what is done before every sale, and longer than what Jira sends
// with an issue.
func (s *sampleSite) addSaleDays() {
	service := portfolio[slices.IndexFunc(portfolio, func(p *sampleService) bool { return p.name == "Web shop" })]
	t := &ticket{sampleSite: s, demand: &demand{service: service, kind: upkeep}, rnd: s.o.random("sale days"), at: s.o.week(historyWeeks - 1)}
	chloe := s.o.person("chloe.laurent")
	if !t.wait(chloe, 0) {
		return
	}
	t.issue = s.Create(s.projects["Storefront"], "Task", t.at, t.user(chloe), "Web shop: before every sale")
	t.issue.Labels, t.issue.Components, t.issue.Priority = []string{"toil"}, []string{"Web shop"}, "Low"
	s.Assign(t.issue, t.at, t.user(chloe), t.user(chloe))
	for t.at.Before(s.o.AsOf) {
		for _, priority := range []string{"High", "Low"} {
			if !t.wait(chloe, around(t.rnd, 6*24*time.Hour)) {
				return
			}
			s.Prioritise(t.issue, t.at, t.user(chloe), priority)
		}
		if c := any1(t, t.team("Storefront", t.at)); c != nil && t.wait(c, around(t.rnd, 12*time.Hour)) {
			s.Comment(t.issue, t.at, t.user(c), pick(t.rnd, progress))
		}
	}
}

// file creates the ticket.
func (t *ticket) file() bool {
	if t.kind == followUp && t.review.issue != nil {
		t.at = later(t.at, t.review.issue.Created.Add(time.Hour))
	}
	who := t.files()
	if who == nil {
		return false
	}
	if !t.wait(who, 0) {
		return false
	}
	kind, labels := "Task", []string(nil)
	switch t.kind {
	case upkeep:
		labels = []string{pick(t.rnd, reliabilityLabels)}
		if labels[0] == "incident" {
			kind = "Bug"
		}
	case reported:
		kind, labels = "Bug", customerLabels[:1+t.rnd.IntN(2)]
	case wanted:
		kind = "Story"
	case polish:
		labels = []string{pick(t.rnd, qualityLabels)}
	case lookBack:
		kind, labels = "Postmortem", []string{"postmortem"}
	case followUp:
		kind, labels = "Incident", []string{"incident", "reliability"}
	}
	reporter := t.users[who.login]
	if t.kind == reported && chance(t.rnd, 0.03) {
		reporter = pick(t.rnd, t.clients)
	}
	i := t.Create(t.projects[t.service.team], kind, t.at, reporter, t.subject(labels))
	i.Labels, i.Priority, i.Components = slices.Clone(labels), "Medium", []string{t.service.name}
	if t.service.team == "" {
		i.Components = nil // the whole project is the service
	}
	if t.kind == lookBack {
		i.Description = "Incident: " + webURL + "incidents/" + t.mishap.id
		i.Assignee = reporter
	}
	if t.kind == wanted {
		i.Parent = t.epic(who)
	}
	if t.kind == followUp && t.review.issue != nil {
		t.Link(i, t.at, t.user(who), "Relates", t.review.issue)
	}
	t.demand.issue, t.issue, t.filer = i, i, who
	return true
}

// files says who files it.
func (t *ticket) files() *colleague {
	owner, team := t.owner(t.service, true, t.at), t.team(t.service.team, t.at)
	if owner == nil {
		owner = find(team, func(c *colleague) bool { return c.title == manager })
	}
	switch t.kind {
	case reported:
		if zoltan := t.o.person("zoltan.nagy"); t.service.team == "Storefront" && zoltan.present(t.at) && chance(t.rnd, 0.4) {
			return zoltan
		}
		return any1(t, t.free(t.at, func(c *colleague) bool { return c.team == "" && c.title == support }))
	case wanted:
		engineers := t.board(t.service.team).engineers
		if technical := t.owner(t.service, false, t.at); t.service.name == "Invoicing" && technical != nil && chance(t.rnd, 0.75) {
			return technical
		}
		if owner != nil && !chance(t.rnd, engineers) {
			return owner
		}
	case lookBack:
		if t.mishap.who.team == t.service.team && t.mishap.who.present(t.at) {
			return t.mishap.who
		}
		if t.service.team == "Platform" {
			team = t.reviewers()
		}
	}
	return any1(t, team)
}

func (t *ticket) subject(labels []string) string {
	if t.kind == lookBack {
		return "Review: " + t.mishap.title
	}
	of := subjects[t.kind]
	subject := pick(t.rnd, of)
	if t.kind == polish {
		subject = of[slices.Index(qualityLabels, labels[0])]
	}
	return fmt.Sprintf(subject, t.service.name, pick(t.rnd, wordsOf(t.service)))
}

// wordsOf is what the code of a service is about.
func wordsOf(s *sampleService) []string {
	for _, plan := range codebase {
		for _, a := range plan.areas {
			if a.service == s.name {
				return a.words
			}
		}
	}
	return []string{strings.ToLower(s.name)}
}

// epic returns what a story is part of, a new one each half-year; nil for what stands alone.
func (t *ticket) epic(who *colleague) *JiraIssue {
	if !chance(t.rnd, 0.6) {
		return nil
	}
	local := t.at.UTC()
	key := fmt.Sprintf("%s: %s of %d", t.service.name, []string{"first half", "second half"}[(local.Month()-1)/6], local.Year())
	if t.epics[key] == nil {
		epic := t.Create(t.projects[t.service.team], "Epic", t.at, t.users[who.login], key)
		epic.Priority = "Medium"
		if t.service.team != "" {
			epic.Components = []string{t.service.name}
		}
		t.epics[key] = epic
	}
	return t.epics[key]
}

// any1 returns one of those in the list, or nil where there is none.
func any1(t *ticket, of []*colleague) *colleague {
	if len(of) == 0 {
		return nil
	}
	return pick(t.rnd, of)
}
