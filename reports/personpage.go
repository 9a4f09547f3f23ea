package reports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// personPage is somebody's own page: what the sources say of their weeks, for them alone. Nobody else is named on it.
type personPage struct {
	Name     string
	Headline headline
	Facts    []fact
	Sections []section
	Files    []file
}

// peoplePage leads to them.
type peoplePage struct {
	Headline headline
	Sections []section
}

// writePrivate writes the pages of people, into a folder that only its owner can open. No public page links to them.
func (s *site) writePrivate(ctx context.Context) error {
	list, err := s.period.individuals(ctx, s.db)
	if err != nil {
		return err
	}
	leavings, err := readLeavings(ctx, s.db)
	if err != nil {
		return err
	}
	for _, one := range list {
		page, err := s.personPage(one, leavings[one.id])
		if err != nil {
			return fmt.Errorf("person %s: %w", shown(one.key), err)
		}
		folder := privateFolder + "/people/"
		if err := s.page(folder+slug(one.key)+".html", "person.html", shown(one.name), hasCharts(page.Sections), page); err != nil {
			return err
		}
		if err := s.writeFiles(folder, page.Files); err != nil {
			return err
		}
	}
	return s.page(privateFolder+"/index.html", "people.html", "Own pages", false, s.peoplePage(list))
}

func (s *site) peoplePage(list []*individual) peoplePage {
	t := table{
		ID: "people", Sortable: true, Caption: "Everybody with a page of their own, by name", Tall: len(list) > 40,
		Columns: []column{{Title: "Person"}, {Title: "Key"}, {Title: "Team"}},
	}
	for _, one := range list {
		t.Rows = append(t.Rows, []cell{
			nameCell(one.name, "people/"+slug(one.key)+".html"), {Text: shown(one.key), Name: true}, {Text: shorten(clean(strings.Join(one.teams, ", ")), nameRunes), Name: true},
		})
	}
	page := peoplePage{Headline: headline{
		Says:     counted(int64(len(list)), "person has", "people have") + " a page of their own.",
		Supports: "Each is for that person alone: give it to them, and to nobody else. No number is here, and the order is that of names.",
	}}
	if len(list) > 0 {
		page.Sections = []section{{
			ID: "people", Title: "People", Table: &t,
			About: "Who was paged, on call or resolved a ticket in the kept weeks, or is declared in org.yaml. This folder is open to its owner only, and no public page links to it.",
		}}
	}
	return page
}

func (s *site) personPage(one *individual, leaving metrics.Leaving) (personPage, error) {
	page := personPage{Name: one.name, Headline: one.headline(), Facts: one.facts()}
	base := slug(one.key)
	page.Files = []file{{base + ".csv", "every number of this page, by week", one.csv()}}
	parts, err := chartsOf(one.own.dayPartsChart, one.own.pageHoursChart)
	if err != nil {
		return page, err
	}
	hours, err := chartsOf(one.own.hoursChart)
	if err != nil {
		return page, err
	}
	nights, err := one.nightsSection()
	if err != nil {
		return page, err
	}
	e := one.own
	var load, onCall *table // in the charts, where there are any
	if len(parts) == 0 {
		load = tableOrNil(e.loadTable())
	}
	if len(hours) == 0 {
		onCall = tableOrNil(e.onCallTable())
	}
	page.Sections = sections(
		one.normsSection(),
		section{
			ID: "load", Title: "Pages and rest", Tiles: e.ownTiles("pages", "business_pages", "off_hours_pages", "sleep_pages", "disrupted_hours", "rest_gaps", "nights_in_a_row", "load_trend"),
			Table: load, Charts: parts,
			About: "By your own clock: a page is of business hours, of sleeping hours, or of the hours between. Small lines are the weeks, from zero.",
		},
		nights,
		one.gapsSection(),
		section{
			ID: "on-call", Title: "On call", Tiles: e.ownTiles("on_call_hours", "backup_hours", "on_call_share", "on_call_days_in_a_row", "incidents_per_shift", "fair_share_ratio"),
			Table: onCall, Charts: hours,
			About: one.fairShare(),
		},
		section{
			ID: "responses", Title: "What you answered", Tiles: e.ownTiles("acknowledgements", "resolutions", "off_call_responses"),
			Table: tableOrNil(e.ownTable("responses-weeks", "Incidents by week, newest first.", "acknowledgements", "resolutions", "off_call_responses")),
			About: "Responses off call are those to incidents of a rota that you were not on at that moment: help that no plan has.",
		},
		section{
			ID: "work", Title: "Tickets and commits", Tiles: e.ownTiles("tickets_resolved", "reliability_tickets_resolved", "after_hours_ticket_work", "commits", "after_hours_commits"),
			Table: tableOrNil(e.ownTable("work-weeks", "Tickets and commits by week, newest first.", "tickets_resolved", "reliability_tickets_resolved", "after_hours_ticket_work", "commits", "after_hours_commits")),
			About: "What you did beside it, as far as the sources know.",
		},
		one.leaveSection(leaving),
		one.accountsSection(),
		s.ownSourcesSection(),
	)
	for _, section := range page.Sections {
		for i := range section.Charts {
			section.Charts[i].CSV = page.Files[0].Name
		}
		page.Files = addFiles(section.Charts, page.Files, base)
	}
	return page, nil
}

// quarter sums a metric over the last 13 weeks, and tells of how many of them it is known.
func (one *individual) quarter(metric string) (sum float64, known int) {
	series := one.own.series[metric]
	for _, v := range series[max(0, len(series)-back):] {
		if v != nil {
			sum += *v
			known++
		}
	}
	return sum, known
}

func (one *individual) headline() headline {
	h := headline{Supports: "This page is for you alone. It shows what the sources say of your own load and rest, and compares you with nobody. These are " +
		"indicators, not diagnoses: they cannot see how you are, and nothing here is a judgement of your work."}
	pages, known := one.quarter("pages")
	if known == 0 {
		h.Says = shown(one.name) + ": nothing is known of pages, shifts or tickets of yours in the last 13 weeks."
		return h
	}
	h.Says = fmt.Sprintf("%s: %s in the last 13 weeks", shown(one.name), counted(int64(pages), "page", "pages"))
	if asleep, known := one.quarter("sleep_pages"); known > 0 {
		h.Says += fmt.Sprintf(", %s of them in sleeping hours", grouped(int64(asleep)))
	}
	if gaps, known := one.quarter("rest_gaps"); known > 0 {
		h.Says += fmt.Sprintf("; %s with less than 11 hours of rest before", counted(int64(gaps), "weekday morning", "weekday mornings"))
	}
	h.Says += "."
	return h
}

func (one *individual) facts() []fact {
	list := []fact{{Name: "Team", Value: cmp.Or(shorten(clean(strings.Join(one.teams, ", ")), nameRunes), "not known")}}
	if one.role != nil {
		list = append(list, fact{Name: "Role", Value: shown(*one.role)})
	}
	zone := "not known"
	if one.zone != nil {
		zone = shown(*one.zone)
	}
	list = append(list, fact{Name: "Time zone", Value: zone})
	if one.leftOn != nil {
		list = append(list, fact{Name: "Left", Value: day(*one.leftOn)})
	}
	for _, f := range []struct {
		metric, name, one, many string
	}{{"on_call_hours", "On call in 13 weeks", "hour", "hours"}, {"off_call_responses", "Responses off call", "response", "responses"}} {
		value := "not known"
		if sum, known := one.quarter(f.metric); known > 0 {
			value = counted(int64(sum+0.5), f.one, f.many)
		}
		list = append(list, fact{Name: f.name, Value: value})
	}
	return list
}

// fairShare says what the last value of fair_share_ratio means.
func (one *individual) fairShare() string {
	const what = "Hours are those of level 1; backup hours are those behind somebody else. "
	series := one.own.series["fair_share_ratio"]
	if len(series) == 0 || series[len(series)-1] == nil {
		return what + "Whether you get more of the pages than of the hours is not known: there is too little data."
	}
	return what + fmt.Sprintf("Your share of the pages of your rotas is %.1f times your share of their hours on call; 1 is an even share.", *series[len(series)-1])
}

// normsSection says which norms were passed when, with who set them; nothing where no week is known.
func (one *individual) normsSection() section {
	sec := section{
		ID: "norms", Title: "Norms of load and rest",
		About: "What others set as norms, beside your weeks. A norm that was passed is a fact about the plan, not about you, and no finding of law.",
	}
	weeks := one.own.period.weeks
	recent := weeks[max(0, len(weeks)-back):]
	t := table{
		ID: "norms-table", Caption: "Norms that were passed in the last 13 weeks, and when last in the last year. “–” is not known.",
		Columns: []column{{Title: "Norm"}, {"Weeks of the last 13", true}, {Title: "Last passed in the week of"}, {Title: "Whose norm"}},
	}
	hasAny := false
	for _, norm := range metrics.WeekNorms {
		_, known := one.quarter(norm.Name)
		count, last := int64(0), "not in the last year"
		for _, n := range one.norms {
			if n.norm != norm.Name {
				continue
			}
			last = day(n.week)
			if !n.week.Before(recent[0]) {
				count++
			}
		}
		row := cell{Text: fmt.Sprintf("%d of %d", count, known), Sort: fmt.Sprint(count), Numeric: true}
		if known == 0 && count == 0 {
			row, last = numberCell(metrics.NoValue, nil), metrics.NoValue
		}
		row.Marked = count > 0
		hasAny = hasAny || known > 0
		t.Rows = append(t.Rows, []cell{{Text: upper(norm.Text), Header: true}, row, {Text: last}, {Text: norm.Source}})
	}
	if hasAny {
		sec.Table = &t
		sec.Tiles = one.own.ownTiles("weeks_over_norm")
	}
	return sec
}

func (one *individual) nightsSection() (section, error) {
	t := table{ID: "nights-table", Caption: "Nights with a page in the last year, newest first, by the date of the evening", Columns: []column{{Title: "Night"}, {Title: "Evening of a"}}, Tall: len(one.nights) > 15}
	for _, night := range one.nights {
		t.Rows = append(t.Rows, []cell{{Text: day(night), Header: true}, {Text: night.Weekday().String()}})
	}
	sec := section{
		ID: "nights", Title: "Nights",
		About: counted(int64(len(one.nights)), "night", "nights") + " with a page in sleeping hours in the last year, on your own clock.",
	}
	charts, err := chartsOf(func() (*chart, error) {
		if len(t.Rows) == 0 {
			return nil, nil
		}
		c, err := nightsCalendar(one.own.period, nightsOf(one.nights), true, "Nights of which your time zone was not known are missing.")
		if c != nil {
			c.Table = t
		}
		return c, err
	})
	if err != nil {
		return sec, err
	}
	if sec.Charts = charts; len(charts) == 0 && len(t.Rows) > 0 {
		sec.Table = &t
	}
	return sec, nil
}

func (one *individual) gapsSection() section {
	t := table{
		ID: "gaps-table", Caption: "Weekday mornings that began less than 11 hours after a page, in the last year, newest first", Tall: len(one.gaps) > 15,
		Columns: []column{{Title: "Morning"}, {Title: "Weekday"}, {"Hours since the last page", true}, {Title: "Last page (UTC)"}},
	}
	for _, gap := range one.gaps {
		t.Rows = append(t.Rows, []cell{
			{Text: day(gap.morningOn), Header: true}, {Text: gap.morningOn.Weekday().String()},
			numberCell(fmt.Sprintf("%.1f", gap.hours), &gap.hours), {Text: gap.pagedAt.UTC().Format("2006-01-02 15:04")},
		})
	}
	sec := section{ID: "gaps", Title: "Rest before a working day", About: "A fact about rest, whenever you began in fact: Directive 2003/88/EC, article 3, has 11 hours."}
	if len(t.Rows) > 0 {
		sec.Table = &t
	}
	return sec
}

// accountsSection says what was taken to be theirs, and why.
func (one *individual) accountsSection() section {
	t := table{
		ID: "accounts-table", Caption: "Accounts and addresses that count as yours, and what says so",
		Columns: []column{{Title: "Source"}, {Title: "Account or name"}, {Title: "Address"}, {Title: "Joined"}},
	}
	titles := map[string]string{"org": "org.yaml", "pagerduty": "PagerDuty", "jira": "Jira", "git": "git"}
	seen := map[string]bool{}
	for _, id := range one.joined {
		name := shown(id.Name)
		if id.Account != "" {
			name = shorten(clean(id.Account+" "+id.Name), nameRunes)
		}
		row := []cell{{Text: titles[id.Source], Header: true}, {Text: name, Name: true}, {Text: shorten(clean(id.Email), nameRunes), Name: true}, {Text: matchedBy[id.MatchedBy]}}
		if line := fmt.Sprint(row); !seen[line] {
			seen[line] = true
			t.Rows = append(t.Rows, row)
		}
	}
	return section{
		ID: "accounts", Title: "What counts as yours", Table: &t,
		About: "Wrong or missing here is wrong or missing above: org.yaml is where it is set right.",
	}
}

// ownSourcesSection says how fresh the numbers are.
func (s *site) ownSourcesSection() section {
	sec := section{ID: "sources", Title: "How fresh this is", About: "When each source was last read to its end."}
	if len(s.sources) == 0 {
		return sec
	}
	t := table{ID: "sources-table", Caption: "Sources as of " + day(s.period.asOf), Columns: []column{{Title: "Source"}, {Title: "State"}, {Title: "Last read to its end (UTC)"}}, Tall: len(s.sources) > 15}
	for _, src := range s.sources {
		at := "never"
		if src.readAt != nil {
			at = src.readAt.UTC().Format("2006-01-02 15:04")
		}
		t.Rows = append(t.Rows, []cell{{Text: shown(src.title()), Header: true, Name: true}, {Text: src.state(s.period)}, {Text: at}})
	}
	sec.Table = &t
	return sec
}
