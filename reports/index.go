package reports

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fewhands/fewhands/metrics"
)

// indexPage is the organisation: counts only, no names of people.
type indexPage struct {
	Headline headline
	Findings changes
	Listings []listing
	Sections []section
}

// Contents are its parts.
func (p indexPage) Contents() []fact { return contents(p.Listings, p.Sections, nil) }

func (p indexPage) hasCharts() bool { return hasCharts(p.Sections) }

func (s *site) index(ctx context.Context) (indexPage, error) {
	page := indexPage{Headline: orgHeadline(s.repos), Findings: s.findingsOf("org", "organisation")}
	if len(s.services) > 0 {
		page.Headline = servicesHeadline(s.services, s.repos)
		page.listPlaces(s)
	}
	if len(s.repos) > 0 {
		table, err := s.repositoriesTable(ctx)
		if err != nil {
			return page, err
		}
		page.Listings = append(page.Listings, listing{
			Title: "Repositories", CSV: "repositories.csv", Table: table,
			About: "Each links to its page. Few people is the question, not the verdict: a repository of one person may be just right.",
		})
	}
	err := s.writeLists(page.Listings, page.Findings)
	for i := range page.Listings {
		page.Listings[i] = page.Listings[i].cut(page.Listings[i].Table.ID + ".html")
	}
	page.Findings.All = len(page.Findings.List)
	page.Findings.List = page.Findings.List[:min(fewFindings, page.Findings.All)]
	if err != nil {
		return page, err
	}
	err = s.writeIndexFiles()
	for _, part := range []struct {
		has      bool
		work     channel
		sections func(entity) ([]section, error)
	}{
		{len(s.services) > 0, pageWork, entity.orgPageSections},
		{len(s.services) > 0, ticketWork, entity.orgTicketSections},
		{len(s.repos) > 0, fixWork, entity.orgCodeSections},
	} {
		if err != nil || !part.has {
			continue
		}
		err = page.add(s, part.work, part.sections)
	}
	if err != nil || len(s.services) == 0 {
		return page, err
	}
	leave, err := s.leaveSection(ctx)
	if err != nil {
		return page, err
	}
	for _, section := range leave {
		for _, f := range addFiles(section.Charts, nil, "organisation") {
			if err := s.write(f.Name, f.text); err != nil {
				return page, err
			}
		}
	}
	page.Sections = append(page.Sections, leave...)
	page.addAcross(s)
	return page, nil
}

func (s *site) writeIndexFiles() error {
	var err error
	if len(s.repos) > 0 {
		err = s.write("repositories.csv", repositoriesCSV(s.repos))
	}
	if len(s.services) > 0 {
		err = errors.Join(err, s.write("services.csv", placesCSV(s.period, s.services)), s.write("teams.csv", placesCSV(s.period, s.teams)))
	}
	return err
}

// listPlaces adds the tables of services and teams.
func (p *indexPage) listPlaces(s *site) {
	p.Listings = append(p.Listings, listing{
		Title: "Services", CSV: "services.csv", Table: placesTable("services", s.period, s.services, "", true),
		About: "Each links to its page. Few people is the question, not the verdict: read it beside how many could respond.",
	})
	if len(s.teams) > 0 {
		p.Listings = append(p.Listings, listing{
			Title: "Teams", CSV: "teams.csv", Table: placesTable("teams", s.period, s.teams, "", false),
			About: "Over all services of a team. Teams that own no service are not here.",
		})
	}
}

// add appends the sections of one kind of work over the whole organisation.
func (p *indexPage) add(s *site, work channel, make func(entity) ([]section, error)) error {
	org := s.org
	if work.name != org.work.name {
		org = org.of(work)
	}
	if len(p.Sections) == 0 { // the file has both kinds of work
		if err := s.write("organisation.csv", org.csv(s.period, "Organisation")); err != nil {
			return err
		}
	}
	list, err := make(org)
	for _, section := range list {
		for i := range section.Charts {
			section.Charts[i].CSV = "organisation.csv"
		}
		for _, f := range addFiles(section.Charts, nil, "organisation") {
			err = errors.Join(err, s.write(f.Name, f.text))
		}
	}
	p.Sections = append(p.Sections, list...)
	return err
}

// addAcross puts the picture across all kinds of work first.
func (p *indexPage) addAcross(s *site) {
	list := s.org.channelsOf()
	if !slices.ContainsFunc(list, func(e entity) bool { return !e.isAbsent() }) {
		return
	}
	p.Sections = slices.Insert(p.Sections, 0, section{
		ID: "across", Title: "Across pages, tickets and commits", Table: s.channelsTable("channels", list),
		About: "Over the whole organisation. All together is the mean of a person's shares of the kinds that are there, so that none drowns the others.",
	})
}

// orgTicketSections are there where a ticket was resolved.
func (e entity) orgTicketSections() ([]section, error) {
	if e.isAbsent() {
		return nil, nil
	}
	work, err := chartsOf(e.workChart)
	return sections(section{
		ID: "tickets", Title: "Who resolves the tickets",
		Tiles: e.tiles(named("people_for_half", "effective_people", "participation", "top_share")), Charts: work,
		About: "Reliability tickets of the last 13 weeks, by who resolved them; all tickets where none are named in the configuration. Only counts " +
			"are here.",
	}), err
}

func (e entity) orgPageSections() ([]section, error) {
	few, err := chartsOf(e.workChart, e.lorenzChart)
	if err != nil {
		return nil, err
	}
	load, err := chartsOf(e.pageHoursChart, e.nightsChart)
	if err != nil {
		return nil, err
	}
	rota, err := chartsOf(e.paperChart, e.offCallChart)
	return sections(
		section{
			ID: "responses", Title: "Who responds",
			Tiles: e.tiles(named("people_for_half", "effective_people", "participation", "top_share")), Charts: few,
			About: "Responses of the last 13 weeks over all services together. Only counts are here" +
				e.period.privacy.whereNames("services and teams") + " Small lines are the kept weeks, from zero.",
		},
		section{
			ID: "rota", Title: "On paper and in fact", Tiles: e.tiles(paperGroup), Charts: rota,
			About: "Who is on call, beside who responds, over all services together.",
		},
		section{
			ID: "load", Title: "When people are paged", Charts: load,
			About: "By the clock of whoever was paged, over all services together. Only counts are here." + e.whyNoHours(),
		},
		section{
			ID: "concern", Title: "“I don’t know if this concerns me”", Tiles: append(e.known(unclearGroup), e.known(concernGroup)...),
			About: "Whom alerts concern, how long they wait, and how often they are handed on.",
		},
		section{
			ID: "help", Title: "“I don’t know enough to help”", Tiles: e.known(helpGroup),
			About: "Whether there is something to help with, who is new to it, and how much it matters that the usual person is there.",
		},
		section{
			ID: "area", Title: "“It’s not my area, someone else owns it”", Tiles: e.known(areaGroup),
			About: "How much of the work crosses the lines of teams.",
		},
		section{
			ID: "habit", Title: "“It’s how it has always worked here”", Tiles: append(e.known(habitGroup), e.habits()...),
			About: "Whether the same people are at the top quarter after quarter, and how many take part when an incident is looked back on.",
		},
		section{
			ID: "shared", Title: "Shared, dual and product ownership", Tiles: append(e.known(sharedGroup), append(e.known(dualGroup), e.known(littleGroup)...)...),
			About: "Several roles in the response, two owners for each service, and engineers who own more than the code.",
		},
		section{
			ID: "trust", Title: "How far to trust the numbers of pages", Tiles: e.tiles(trustGroup),
			About: "How much of what happened is known well enough to count.",
		},
	), err
}

func (e entity) orgCodeSections() ([]section, error) {
	work, err := chartsOf(e.workChart)
	if err != nil {
		return nil, err
	}
	code, err := chartsOf(e.codeChart)
	return sections(
		section{
			ID: "work", Title: "Who writes the reliability commits", Tiles: e.tiles(shareGroup), Charts: work,
			About: "Commits of the last 13 weeks over all repositories together that name a reliability ticket or an incident, revert or fix in " +
				"haste, or touch alerts, runbooks, deployment and the like. Only counts are here" +
				e.period.privacy.whereNames("the repositories") + " Small lines are the kept weeks, from zero.",
		},
		section{
			ID: "code", Title: "Who holds the code", Tiles: e.tiles(codeGroup), Charts: code,
			About: "All files of all repositories together, by who wrote them. Small lines are the kept weeks, from zero.",
		},
	), err
}

func (s *site) repositoriesTable(ctx context.Context) (table, error) {
	covers, err := s.period.coverages(ctx, s.db, "repo")
	if err != nil {
		return table{}, err
	}
	t := table{
		ID:       "repositories",
		Caption:  "Repositories as of the week of " + day(s.period.week) + ". " + marking,
		Sortable: true,
		Columns: []column{
			{Title: "Repository"}, {"Truck factor", true}, {"Active truck factor", true}, {"People for half, of eligible", true},
			{"Share of the top person", true}, {"Knowledge islands", true}, {"Code of departed authors", true}, {"Commits", true},
			{"Last commit", true}, {"Commits used", true}, {"Files used", true},
		},
	}
	for _, r := range s.repos {
		name := nameCell(r.public, "repos/"+slug(r.public)+".html")
		name.Text = shorten(name.Text, 40)
		var flags []string
		for _, w := range append(r.Warnings, r.staleness(s.period)...) {
			flags = append(flags, shorten(w, 60)) // its page has all of it
		}
		name.Flag = strings.Join(flags, ". ")
		half := metricCell("people_for_half", optional(r.PeopleForHalf), float(r.PeopleForHalf))
		if r.PeopleForHalf != nil {
			half.Text += " of " + optional(r.EligiblePeople)
		}
		last := cell{Text: metrics.NoValue, Numeric: true}
		if r.lastCommit != nil {
			last.Text, last.Sort = day(*r.lastCommit), strconv.FormatInt(r.lastCommit.Unix(), 10)
		}
		c := covers[r.Repo]
		t.Rows = append(t.Rows, []cell{
			name,
			metricCell("truck_factor", optional(r.TruckFactor), float(r.TruckFactor)),
			metricCell("active_truck_factor", optional(r.ActiveTruckFactor), float(r.ActiveTruckFactor)),
			half,
			metricCell("top_share", tenths(r.TopShare), r.TopShare),
			metricCell("knowledge_islands", tenths(r.KnowledgeIslands), r.KnowledgeIslands),
			metricCell("departed_code_share", tenths(r.DepartedCodeShare), r.DepartedCodeShare),
			countCell(r.Commits), last,
			numberCell(tenths(c.percentUsed("commits")), c.percentUsed("commits")),
			numberCell(tenths(c.percentUsed("code")), c.percentUsed("code")),
		})
	}
	return t, nil
}

// staleness says when a repository was not read lately, or has been quiet for long.
func (r Repo) staleness(p period) []string {
	var notes []string
	switch {
	case r.removed:
		notes = append(notes, "No longer configured: its data end on "+day(r.readAt))
	case !r.readAt.IsZero() && p.asOf.Sub(r.readAt) > staleHours*time.Hour:
		notes = append(notes, "Not read since "+day(r.readAt))
	}
	if r.lastCommit != nil && p.asOf.Sub(*r.lastCommit) > 180*24*time.Hour {
		notes = append(notes, "No commit for over 180 days")
	}
	return notes
}

// repositoriesCSV is the table of the first page, in exact numbers, and what Repo has beside it.
func repositoriesCSV(repos []Repo) []byte {
	s := newSheet(false, "repo", "rev", "date", "commits", "files", "authors", "truck_factor", "active_truck_factor", "people_for_half",
		"eligible_people", "top_share", "effective_people", "knowledge_islands", "departed_code_share", "week", "warnings")
	for _, r := range repos {
		s.row(r.public, text(r.Rev), number(text(r.Date)), number(wholeOrEmpty(r.Commits)), number(wholeOrEmpty(r.Files)),
			number(wholeOrEmpty(r.Authors)), number(wholeOrEmpty(r.TruckFactor)), number(wholeOrEmpty(r.ActiveTruckFactor)),
			number(wholeOrEmpty(r.PeopleForHalf)), number(wholeOrEmpty(r.EligiblePeople)), number(exactOrEmpty(r.TopShare)),
			number(exactOrEmpty(r.EffectivePeople)), number(exactOrEmpty(r.KnowledgeIslands)), number(exactOrEmpty(r.DepartedCodeShare)),
			number(r.Week), strings.Join(r.Warnings, ". "))
	}
	return s.bytes()
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
