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
	switch {
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
	if sum.incidents == 0 && sum.pages == 0 {
		return headline{Says: name + ": a week without an incident.", Supports: usualWeek(sum)}
	}
	h := headline{Says: fmt.Sprintf("%s: %s and %s in the week", name, counted(sum.incidents, "incident", "incidents"), counted(sum.pages, "page", "pages")), Supports: usualWeek(sum)}
	if due := w.due(); tells && due > 0 {
		h.Says += fmt.Sprintf("; %s over a norm of load or rest", counted(int64(due), "person was", "people were"))
	}
	h.Says += "."
	return h
}

func usualWeek(sum serviceWeek) string {
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
	known := sum.business + sum.off + sum.sleep
	parts := leaderTile{ID: "parts", Title: "By day, off hours and sleep", Value: fmt.Sprintf("%d / %d / %d", sum.business, sum.off, sum.sleep)}
	if unknown := sum.pages - known; unknown > 0 {
		parts.Basis = counted(unknown, "page", "pages") + " of unknown local time"
	}
	paged := leaderTile{ID: "paged", Title: "People paged"}
	n, night := int64(0), int64(0)
	for _, p := range w.people {
		if p.pages > 0 {
			n++
		}
		if p.sleep > 0 {
			night++
		}
	}
	paged.Value, paged.Basis = grouped(n), grouped(night)+" in sleeping hours"
	list := []leaderTile{
		{ID: "pages", Title: "Pages", Value: grouped(sum.pages), Basis: "12 weeks before: " + tenth(sum.usual) + " a week"},
		parts, paged,
		{ID: "open", Title: "Open incidents", Value: grouped(int64(len(w.open)))},
	}
	if !tells {
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

func (w *teamWeek) peopleTable(calls func(person, name string) string) *table {
	if len(w.people) == 0 {
		return nil
	}
	t := &table{
		ID:      "week-people",
		Caption: "Who was paged for the team’s services, responded, or was on call first for them. Hours and nights are from anywhere.",
		Columns: []column{{Title: "Who"}, {"Pages", true}, {"By day", true}, {"Off hours", true}, {"Sleep", true}, {"Responses", true}, {"Nights in a row", true}, {"Hours on call", true}},
	}
	hours, _ := metrics.Find("on_call_hours")
	for _, p := range byCalledName(w.people[:min(weekPeople, len(w.people))], calls) {
		name := cell{Text: shorten(shown(calls(p.key, p.name)), 32), Header: true, Name: true}
		t.Rows = append(t.Rows, []cell{
			name, countCell(&p.pages), countCell(&p.business), countCell(&p.off), countCell(&p.sleep), countCell(&p.responses), countCell(p.nights),
			numberCell(bare(hours, p.onCall), p.onCall),
		})
	}
	if more := len(w.people) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more had less.", people(int64(more)))
	}
	return t
}

func (w *teamWeek) rotaTable(s *site) *table {
	if len(w.rota) == 0 {
		return nil
	}
	this := s.period.asOf.AddDate(0, 0, -(int(s.period.asOf.Weekday())+6)%7)
	t := &table{
		ID: "week-rota", Caption: "On call first (level 1), most hours first.",
		Columns: []column{{Title: "Services"}, {Title: "From " + day(this)}, {Title: "From " + day(this.AddDate(0, 0, 7))}},
	}
	var order []string
	turns := map[string][2][]string{}
	for _, turn := range w.rota {
		both, seen := turns[turn.services]
		if !seen {
			order = append(order, turn.services)
		}
		i := 0
		if day(turn.week) != day(this) {
			i = 1
		}
		name := shorten(shown(s.opts.Privacy.teamName(turn.key, turn.name)), 24)
		if s.opts.Privacy.hidesTeam() {
			name = ""
		}
		both[i] = append(both[i], name)
		turns[turn.services] = both
	}
	for _, services := range order[:min(weekRotas, len(order))] {
		row := []cell{{Text: shorten(clean(services), 48), Header: true, Name: true}}
		for _, names := range turns[services] {
			row = append(row, cell{Text: whoIsOnCall(names), Name: true})
		}
		t.Rows = append(t.Rows, row)
	}
	if more := len(order) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more.", counted(int64(more), "rota", "rotas"))
	}
	return t
}

// whoIsOnCall lists at most four people, or says how many they are where nobody is named.
func whoIsOnCall(names []string) string {
	switch {
	case len(names) == 0:
		return "nobody that is known"
	case names[0] == "":
		return people(int64(len(names)))
	case len(names) > 4:
		return strings.Join(names[:4], ", ") + fmt.Sprintf(" and %d more", len(names)-4)
	}
	return strings.Join(names, ", ")
}

func (w *teamWeek) servicesTable(tells bool) *table {
	t := &table{
		ID: "week-services", Caption: "Services with most pages; a usual week is the mean of the 12 before.",
		Columns: []column{{Title: "Service"}, {"Pages", true}, {"Usual week", true}, {"Incidents", true}, {"Usual week", true}, {"Acknowledged", true}, {"Pages in sleeping hours", true}},
	}
	for _, one := range w.services[:min(weekServices, len(w.services))] {
		if one.pages+one.incidents == 0 {
			continue
		}
		name := nameCell(one.name, "../../services/"+keySlug(one.key)+".html")
		name.Text = shorten(name.Text, 36)
		sleep := countCell(&one.sleep)
		if !tells {
			sleep = cell{Text: "withheld", Numeric: true}
		}
		pages := countCell(&one.pages)
		pages.Marked = float64(one.pages) >= 2*one.usual && one.pages >= 5
		t.Rows = append(t.Rows, []cell{
			name, pages, numberCell(tenth(one.usual), &one.usual), countCell(&one.incidents), numberCell(tenth(one.usualIncidents), &one.usualIncidents),
			numberCell(fmt.Sprintf("%d of %d", one.answered, one.incidents), float(&one.answered)), sleep,
		})
	}
	t.Caption += " Bold: twice as many pages as usual, and 5 or more."
	return tableOrNil(*t)
}

func (w *teamWeek) openTable(p period) *table {
	if len(w.open) == 0 {
		return nil
	}
	t := &table{
		ID: "week-open", Caption: "Open on " + day(p.asOf) + ", of high urgency first, then the newest.",
		Columns: []column{{Title: "Incident"}, {Title: "Service"}, {Title: "Urgency"}, {Title: "Since"}, {Title: "Acknowledged"}},
	}
	for _, one := range w.open[:min(weekOpen, len(w.open))] {
		acknowledged := "no"
		if one.isAcknowledged {
			acknowledged = "yes"
		}
		urgency := one.urgency
		if urgency == "" {
			urgency = metrics.NoValue
		}
		t.Rows = append(t.Rows, []cell{
			{Text: shorten(shown(one.title), 60), Header: true, Name: true}, {Text: shorten(shown(one.service), 32), Name: true}, {Text: shorten(clean(urgency), 12)},
			{Text: day(one.createdAt)}, {Text: acknowledged},
		})
	}
	if more := len(w.open) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more.", grouped(int64(more)))
	}
	return t
}
