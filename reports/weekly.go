package reports

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

// weeklyPage is what a team reads before its weekly review of on-call: one page.
type weeklyPage struct {
	Span     span
	Crumbs   []fact
	Headline headline
	IsKnown  bool // incidents have been read
	Tiles    []leaderTile
	Rest     []restLine
	RestNote string // why nobody is in it, or not all
	People   *table
	OnCall   *table
	Services *table
	News     news   // of the week only
	Held     string // of all
	TeamPage string
	Open     *table
}

// restLine is somebody who is due rest, and why.
type restLine struct{ Who, Why string }

// How many rows a printed page has room for.
const (
	weekPeople   = 10
	weekServices = 6
	weekOpen     = 6
	weekRotas    = 5
	weekNews     = 4
)

func weeklyFile(team *place) string { return "editions/weekly/" + path.Base(team.file()) }

// writeWeekly writes the page of every team.
func (s *site) writeWeekly(ctx context.Context) error {
	span, ok := s.period.lastWeeks(1)
	if !ok || len(s.teams) == 0 || !s.writes(Weekly) {
		return nil
	}
	weeks, err := s.teamWeeks(ctx)
	if err != nil {
		return err
	}
	ended, err := s.endedSince(ctx, span)
	if err != nil {
		return err
	}
	for _, team := range s.teams {
		page := s.weekly(team, weeks[team.key], span, ended)
		if err := s.page(weeklyFile(team), "weekly.html", "The week of "+shorten(shown(team.name), 60), false, page); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) weekly(team *place, w *teamWeek, span span, ended []findings.Finding) weeklyPage {
	name := shorten(shown(team.name), 40)
	page := weeklyPage{
		Span:   span,
		Crumbs: []fact{{Value: "Organisation", Href: "../../index.html"}, {Value: name, Href: "../../" + team.file()}},
	}
	tells := s.opts.Privacy.tells("team", team.key, s.period.week, team.eligible)
	sum := w.sum()
	page.Headline = weekHeadline(name, sum, w, tells)
	page.Tiles = weekTiles(sum, w, tells)
	page.IsKnown = w.isKnown
	switch {
	case !w.isKnown:
		page.RestNote = "Not known: no incident of the week or before has been read."
	case !tells:
		page.RestNote = fmt.Sprintf("Withheld: the team has fewer than %d people who could respond, or so few would be given away.", s.opts.Privacy.group())
	case s.opts.Privacy.hidesTeam():
		page.RestNote = w.restCounts()
	default:
		var more int
		page.Rest, more = w.rest(s.opts.Privacy.teamName)
		switch {
		case len(page.Rest) == 0:
			page.RestNote = "Nobody who was on call, was paged or responded passed a norm of load or rest that is known."
		case more > 0:
			page.RestNote = upper(counted(int64(more), "more person", "more people")) + " passed one."
		}
		page.People = w.peopleTable(s.opts.Privacy.teamName)
	}
	page.OnCall = w.rotaTable(s)
	page.Services = w.servicesTable(tells)
	page.Open = w.openTable(s.period)
	hold, over := teamFindings(s.findings, team), teamFindings(ended, team)
	tell := teller{s, span, "../../", s.opts.Privacy.teamName, teamRunes}
	page.Held = s.newsFrom(hold, over, tell, 0).Counts
	page.News = s.newsFrom(slices.DeleteFunc(hold, func(f findings.Finding) bool { return !span.isNew(f) }), over, tell, weekNews)
	page.TeamPage = "../../" + team.file()
	return page
}

// teamFindings are those of a team and of its services.
func teamFindings(list []findings.Finding, team *place) []findings.Finding {
	var own []findings.Finding
	for _, f := range list {
		if f.Scope == "team" && f.Entity == team.key || f.Scope == "service" && f.Team == team.key {
			own = append(own, f)
		}
	}
	return own
}

// sum is the week of all services together.
func (w *teamWeek) sum() serviceWeek {
	var sum serviceWeek
	for _, s := range w.services {
		sum.incidents += s.incidents
		sum.pages += s.pages
		sum.business += s.business
		sum.off += s.off
		sum.sleep += s.sleep
		sum.answered += s.answered
		sum.usual += s.usual
		sum.usualIncidents += s.usualIncidents
	}
	return sum
}

func weekHeadline(name string, sum serviceWeek, w *teamWeek, tells bool) headline {
	switch {
	case !w.isKnown:
		return headline{Says: name + ": how the week was on call is not known.", Supports: "No incident of the week or before has been read."}
	case sum.incidents == 0 && sum.pages == 0:
		return headline{Says: name + ": a week without an incident.", Supports: w.usualWeek(sum)}
	}
	h := headline{Says: fmt.Sprintf("%s: %s and %s in the week", name, counted(sum.incidents, "incident", "incidents"), counted(sum.pages, "page", "pages")), Supports: w.usualWeek(sum)}
	if due := w.due(); tells && due > 0 {
		h.Says += fmt.Sprintf("; %s over a norm of load or rest", counted(int64(due), "person was", "people were"))
	}
	h.Says += "."
	return h
}

func (w *teamWeek) usualWeek(sum serviceWeek) string {
	if !w.hasUsual {
		return "What is usual is not known yet: incidents have been read of fewer than 12 weeks before."
	}
	return fmt.Sprintf("The mean of the 12 weeks before: %s incidents and %s pages a week.", tenth(sum.usualIncidents), tenth(sum.usual))
}

func tenth(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// due is how many people passed a norm.
func (w *teamWeek) due() int {
	n := 0
	for _, p := range w.people {
		if len(p.norms) > 0 {
			n++
		}
	}
	return n
}

func weekTiles(sum serviceWeek, w *teamWeek, tells bool) []leaderTile {
	parts := leaderTile{ID: "parts", Title: "By day, off hours and sleep", Value: fmt.Sprintf("%d / %d / %d", sum.business, sum.off, sum.sleep)}
	if unknown := sum.pages - sum.known(); unknown > 0 {
		if sum.known() == 0 {
			parts.Value = metrics.NoValue
		}
		parts.Basis = counted(unknown, "page", "pages") + " of unknown local time"
	}
	paged := leaderTile{ID: "paged", Title: "People paged"}
	var n, night, unknown int64
	for _, p := range w.people {
		if p.pages > 0 {
			n++
		}
		switch {
		case p.sleep > 0:
			night++
		case p.known() < p.pages:
			unknown++
		}
	}
	paged.Value, paged.Basis = grouped(n), grouped(night)+" in sleeping hours"
	if unknown > 0 {
		paged.Basis += ", " + grouped(unknown) + " of unknown local time"
	}
	pages := leaderTile{ID: "pages", Title: "Pages", Value: grouped(sum.pages)}
	if w.hasUsual {
		pages.Basis = "12 weeks before: " + tenth(sum.usual) + " a week"
	}
	list := []leaderTile{
		pages, parts, paged,
		{ID: "open", Title: "Open incidents", Value: grouped(int64(len(w.open)))},
	}
	switch {
	case !w.isKnown:
		for i, t := range list {
			list[i] = leaderTile{ID: t.ID, Title: t.Title, Value: "Not known", Missing: true}
		}
	case !tells:
		for i, t := range list[1:3] {
			list[i+1] = leaderTile{ID: t.ID, Title: t.Title, Value: "Withheld", Missing: true}
		}
	}
	return list
}

// byCalledName orders people as they are called: a page of a team is no league table.
func byCalledName(list []*personWeek, calls func(person, name string) string) []*personWeek {
	return slices.SortedStableFunc(slices.Values(list), func(a, b *personWeek) int {
		return cmp.Compare(strings.ToLower(calls(a.key, a.name)), strings.ToLower(calls(b.key, b.name)))
	})
}

// rest are the people who passed a norm, and how many more there are than a printed page has room for.
func (w *teamWeek) rest(calls func(person, name string) string) (list []restLine, more int) {
	for _, p := range byCalledName(w.people, calls) {
		why := p.why()
		switch {
		case why == "":
		case len(list) == weekPeople:
			more++
		default:
			list = append(list, restLine{shorten(shown(calls(p.key, p.name)), 32), why})
		}
	}
	return list, more
}

// why says which norms somebody passed in the week.
func (p *personWeek) why() string {
	var parts []string
	for _, norm := range metrics.WeekNorms {
		v, ok := p.norms[norm.Name]
		if !ok {
			continue
		}
		n := tenth(v)
		if v == float64(int64(v)) {
			n = grouped(int64(v))
		}
		switch norm.Name {
		case "rest_gaps":
			parts = append(parts, counted(int64(v), "morning", "mornings")+" with a rest gap under 11 h")
		case "on_call_hours":
			parts = append(parts, n+" h on call in 4 weeks (norm 192)")
		case "on_call_share":
			parts = append(parts, tenths(&v)+" of 13 weeks on call (norm 25 %)")
		case "on_call_days_in_a_row":
			parts = append(parts, n+" days on call in a row (norm 6)")
		case "incidents_per_shift":
			parts = append(parts, n+" incidents per 12 h on call (norm 2)")
		}
	}
	if len(parts) > 0 && p.nights != nil && *p.nights > 1 {
		parts = append(parts, fmt.Sprintf("a page in %d nights in a row", *p.nights))
	}
	return strings.Join(parts, "; ")
}

// restCounts says how many people passed each norm, where nobody is named.
func (w *teamWeek) restCounts() string {
	if w.due() == 0 {
		return "Nobody who was on call, was paged or responded passed a norm of load or rest that is known."
	}
	var parts []string
	for _, norm := range metrics.WeekNorms {
		n := int64(0)
		for _, p := range w.people {
			if _, ok := p.norms[norm.Name]; ok {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s", norm.Text, people(n)))
		}
	}
	return fmt.Sprintf("%s over a norm. %s.", upper(counted(int64(w.due()), "person was", "people were")), upper(strings.Join(parts, "; ")))
}
