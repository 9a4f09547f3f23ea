package reports

import (
	"slices"
	"strings"
)

// placePage is one service, or one team. Names of people are here, as on the pages of repositories: where the work is
// done.
type placePage struct {
	Place    *place
	Crumbs   []fact // the pages above it
	Headline headline
	Notes    []string
	Facts    []fact
	Findings changes
	Listing  *listing // of a team's services
	Sections []section
	Files    []file
}

// Name is that of the service or team.
func (p placePage) Name() string { return p.Place.name }

// Contents are its parts.
func (p placePage) Contents() []fact {
	if p.Listing != nil {
		return contents([]listing{*p.Listing}, p.Sections, p.Files)
	}
	return contents(nil, p.Sections, p.Files)
}

func (s *site) placePage(p *place, r *record) (placePage, error) {
	page := placePage{Place: p, Headline: p.headline(), Notes: p.notes(), Facts: append(p.facts(), s.editionOf(p)...), Findings: s.findingsOf(p.scope, p.key)}
	page.Crumbs = []fact{{Value: "Organisation", Href: "../index.html"}}
	if p.team != nil {
		page.Crumbs = append(page.Crumbs, fact{Value: p.team.name, Href: "../" + p.team.file()})
	}
	e := s.period.entity(r, pageWork)
	e.marks = s.marksOf(p)
	carriers := r.carriers[pageWork.name]
	name := strings.TrimSuffix(p.file()[len(p.scope)+2:], ".html")
	page.Files = []file{
		{name + ".csv", "every metric, by week", r.csv(s.period, p.name)},
	}
	if !s.opts.Privacy.hidesTeam() {
		page.Files = append(page.Files, file{name + ".people.csv", "who responded, by week", e.carriersCSV(carriers)})
	}
	if p.scope == "team" {
		page.Files = append(page.Files, file{name + ".services.csv", "the services, side by side", placesCSV(s.period, p.services)})
		page.Listing = &listing{
			Title: "Services", About: "What the team owns. Each links to its page.", CSV: name + ".services.csv",
			Table: placesTable("services", s.period, p.services, "../", false),
		}
	}
	var err error
	page.Sections, err = e.placeSections(carriers)
	if err != nil {
		return page, err
	}
	if at := slices.IndexFunc(page.Sections, func(s section) bool { return s.ID != "work" && s.ID != "rota" }); at >= 0 {
		page.Sections = slices.Insert(page.Sections, at, s.changedSection(p)...)
	} else {
		page.Sections = append(page.Sections, s.changedSection(p)...)
	}
	for _, section := range page.Sections {
		for _, list := range [][]chart{section.First, section.Charts} {
			linkCharts(list, page.Files)
			page.Files = addFiles(list, page.Files, name)
		}
	}
	at := slices.IndexFunc(page.Sections, func(s section) bool { return s.ID == "trust" })
	if at < 0 {
		at = len(page.Sections)
	}
	page.Sections = slices.Insert(page.Sections, at, e.behindSection()...)
	return page, s.addChannels(&page, e, name)
}

// addChannels puts the picture across all kinds of work first, and who does the others after who responds.
func (s *site) addChannels(page *placePage, e entity, base string) error {
	list := e.channelsOf()
	at := slices.IndexFunc(page.Sections, func(s section) bool { return s.ID != "work" })
	if at < 0 {
		at = len(page.Sections)
	}
	for _, other := range list[1:3] {
		section, files, err := s.workSection(other, base)
		if err != nil {
			return err
		}
		if section.ID == "" {
			continue
		}
		page.Sections = slices.Insert(page.Sections, at, section)
		page.Files = append(page.Files, files...)
		at++
	}
	if !slices.ContainsFunc(list, func(e entity) bool { return !e.isAbsent() }) {
		return nil
	}
	page.Sections = slices.Insert(page.Sections, 0, section{
		ID: "across", Title: "Across pages, tickets and commits", Table: s.channelsTable("channels", list),
		About: "The people behind each kind of work. All together is the mean of a person's shares of the kinds that are there, so that none " +
			"drowns the others.",
	})
	return nil
}

func linkCharts(list []chart, files []file) {
	for i := range list {
		list[i].CSV = files[0].Name
		if list[i].ID == "carried" {
			list[i].CSV = files[1].Name
		}
	}
}

func (e entity) placeSections(carriers []*carrier) ([]section, error) {
	carried, err := chartsOf(func() (*chart, error) { return e.carriedChart(carriers) })
	if err != nil {
		return nil, err
	}
	few, err := chartsOf(e.flowsChart, e.workChart, e.lorenzChart)
	if err != nil {
		return nil, err
	}
	rota, err := chartsOf(e.dutiesChart, e.paperChart, e.offCallChart)
	if err != nil {
		return nil, err
	}
	code, err := chartsOf(e.codeChart)
	if err != nil {
		return nil, err
	}
	leave, err := chartsOf(e.leaveChart)
	if err != nil {
		return nil, err
	}
	load, err := chartsOf(e.pageHoursChart, e.nightsChart)
	if err != nil {
		return nil, err
	}
	return sections(
		section{
			ID: "work", Title: "Who responds", First: carried, Tiles: e.tiles(shareGroup), Charts: few,
			About: "By the incidents of the last 13 weeks that people acknowledged, joined, resolved or acted on. Eligible is everyone on " +
				"the rota, in the team that owns it, or who responded; those who did nothing count. Small lines are the kept weeks, from zero.",
		},
		section{
			ID: "rota", Title: "On paper and in fact", Tiles: e.tiles(paperGroup), Charts: rota,
			About: "Who is on call, beside who responds.",
		},
		section{
			ID: "concern", Title: "“I don’t know if this concerns me”", Tiles: e.known(concernGroup),
			About: "How long an alert waits for somebody, and how often it is handed on.",
		},
		section{
			ID: "help", Title: "“I don’t know enough to help”", Tiles: append(e.known(helpGroup), e.known(codeGroup)...), Charts: code,
			About: "Whether there is something to help with, who is new to it, how much it matters that the usual person is there, and who holds the code.",
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
			ID: "shared", Title: "Shared ownership", Tiles: e.known(sharedGroup),
			About: "Whether several roles share the response, and what comes of it.",
		},
		section{
			ID: "dual", Title: "Two owners", Tiles: e.known(dualGroup),
			About: "A technical owner and a product owner: two people, both active, neither doing the work of the other.",
		},
		section{
			ID: "product", Title: "Owning the product beyond the code", Tiles: e.known(littleGroup),
			About: "Whether those who build it also answer for it, file what it lacks, and help with what is not theirs.",
		},
		section{
			ID: "leave", Title: "If people leave", Tiles: e.tiles(leaveGroup), Charts: leave,
			About: "How few people stand between this and nobody: for its incidents, its tickets and its code.",
		},
		section{
			ID: "load", Title: "Load and rest", Tiles: e.tiles(loadGroup), Charts: load,
			About: "How many people carry more than is healthy, week after week, and when they are paged. Who they are is on no page." + e.whyNoHours(),
		},
		section{
			ID: "trust", Title: "How far to trust these numbers", Tiles: e.tiles(trustGroup),
			About: "How much of what happened is known well enough to count.",
		},
	), nil
}

func (p *place) notes() []string {
	var notes []string
	if p.isDeleted {
		notes = append(notes, "This "+p.scope+" has been deleted in PagerDuty.")
	}
	if p.scope == "service" && p.team == nil {
		note := "No team owns this service: nothing names one."
		if p.incidents != nil {
			note = "No team owns this service: neither it nor its escalation policy names one."
		}
		notes = append(notes, note)
	}
	if p.incidents != nil && p.value("rotation_size") == nil {
		notes = append(notes, "Who was on call in the last 13 weeks is not known.")
	}
	return notes
}

func (p *place) facts() []fact {
	var list []fact
	if p.scope == "team" {
		list = append(list, fact{Name: "Services", Value: grouped(int64(len(p.services)))})
	} else {
		if p.team != nil {
			list = append(list, fact{Name: "Team", Value: shown(p.team.name), Href: "../" + p.team.file()})
		}
		if p.status != nil {
			list = append(list, fact{Name: "Status", Value: shown(*p.status)})
		}
		runbook := "none named"
		if p.hasRunbook {
			runbook = "named in its description"
		}
		list = append(list, fact{Name: "Runbook", Value: runbook})
	}
	list = append(list, fact{Name: "Incidents in 13 weeks", Value: optional(p.incidents)}, fact{Name: "Pages", Value: optional(p.pages)},
		fact{Name: "Responses", Value: optional(p.responses)})
	for _, work := range []channel{ticketWork, fixWork} {
		if other := p.others[work.name]; other != nil {
			list = append(list, fact{Name: work.title, Value: grouped(other.items)})
		}
	}
	return list
}
