package reports

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

// monthWeeks is how many weeks a monthly edition looks back for what changed.
const monthWeeks = 4

// monthlyPage is what is looked at of a service once a month: who carries it, the rota against what happened, and what others would need
// to help. Numbers are of the 13 weeks up to now, beside those of the 13 weeks up to four weeks before.
type monthlyPage struct {
	Span     span
	Crumbs   []fact
	Headline headline
	Notes    []string
	Facts    []fact
	News     news
	Work     *table
	Rota     *table
	Help     *table
	Changed  *table
	Untested string
}

func monthlyFile(service *place) string { return "editions/monthly/" + path.Base(service.file()) }

// month is what all pages of the monthly edition share.
type month struct {
	span  span
	ended []findings.Finding
	about map[string][]findings.Finding // that hold, by "scope key" of the entity
}

func (s *site) readMonth(ctx context.Context) (month, error) {
	m := month{about: map[string][]findings.Finding{}}
	for _, f := range s.findings {
		key := f.Scope + " " + f.Entity
		m.about[key] = append(m.about[key], f)
	}
	m.span, _ = s.period.lastWeeks(monthWeeks)
	ended, err := s.endedSince(ctx, m.span)
	m.ended = ended
	return m, err
}

func (s *site) writeMonthly(p *place, r *record, m month) error {
	return s.page(monthlyFile(p), "monthly.html", "The month of "+shorten(shown(p.name), 60), false, s.monthly(p, r, m))
}

func (s *site) monthly(p *place, r *record, m month) monthlyPage {
	page := monthlyPage{Span: m.span, Headline: p.headline(), Notes: p.notes(), Untested: s.untestedNote(p.scope, p.key)}
	page.Crumbs = []fact{{Value: "Organisation", Href: "../../index.html"}}
	for _, f := range p.facts() {
		if f.Href != "" {
			f.Href = "../" + f.Href
		}
		f.Value = shorten(f.Value, 48)
		page.Facts = append(page.Facts, f)
	}
	hold := slices.Clone(m.about["service "+p.key])
	if p.team != nil {
		page.Crumbs = append(page.Crumbs, fact{Value: shorten(shown(p.team.name), 40), Href: "../../" + p.team.file()})
		hold = append(hold, m.about["team "+p.team.key]...)
	}
	page.Crumbs = append(page.Crumbs, fact{Value: shorten(shown(p.name), 40), Href: "../../" + p.file()})
	var over []findings.Finding
	for _, f := range m.ended {
		if f.Scope == "service" && f.Entity == p.key || f.Scope == "team" && p.team != nil && f.Entity == p.team.key {
			over = append(over, f)
		}
	}
	page.News = s.newsFrom(hold, over, teller{s, m.span, "../../", s.opts.Privacy.teamName, teamRunes}, weekNews)
	e := s.period.entity(r, pageWork)
	page.Work = s.monthWork(e, r)
	page.Rota = e.monthTable("month-rota", "People on call, beside people who respond", "rotation_size", "effective_rotation", "effective_people", "rota_gap", "rota_reach",
		"off_call_response_share")
	page.Help = e.monthTable("month-help", "What others would need to help", "runbook_coverage", "usual_responder_wait", "time_to_acknowledge", "reassignments",
		"first_time_responders", "dual_owner_coverage", "duty_mismatch", "build_run_overlap", "truck_factor", "active_truck_factor", "knowledge_islands",
		"departed_code_share", "last_active_people")
	if t := s.changedTable(p.scope, p.key); t != nil {
		t.ID, t.Rows = "month-changed", t.Rows[:min(len(metrics.Outcomes), len(t.Rows))]
		page.Changed = t
	}
	return page
}

// before is the place of the week that a month is compared with; false where it is no longer kept.
func (e entity) before() (int, bool) {
	n := len(e.period.weeks) - 1 - monthWeeks
	return n, n >= 0
}

// monthCell is a number now, and four weeks before where it was another.
func (e entity) monthCell(m metrics.Metric, of []*float64) cell {
	series, n := e.series[m.Name], len(e.period.weeks)-1
	c := numberCell(bare(m, series[n]), series[n])
	if series[n] == nil {
		return c
	}
	if of != nil && of[n] != nil {
		c.Text += " of " + grouped(int64(*of[n]))
	}
	if then, kept := e.before(); kept && series[then] != nil && bare(m, series[then]) != bare(m, series[n]) {
		c.Was = "was " + bare(m, series[then])
	}
	return c
}

// monthWork is how few people did each kind of work, and who did most of it where people are named.
func (s *site) monthWork(e entity, r *record) *table {
	t := &table{
		ID: "month-work", Caption: "By kind of work; “was” is four weeks before, where it was another number",
		Columns: []column{{Title: "Work"}, {"Half by, of eligible", true}, {"Share of the top person", true}, {"Effective people", true}, {"Items", true}},
	}
	if !s.opts.Privacy.hidesTeam() {
		t.Columns = append(t.Columns, column{Title: "Most of it"})
	}
	for _, work := range []channel{pageWork, ticketWork, fixWork} {
		of := e.of(work)
		row := []cell{{Text: work.title, Header: true}}
		if of.isAbsent() {
			row[0].Flag = s.whyAbsent(work)
		}
		half, _ := metrics.Find("people_for_half")
		top, _ := metrics.Find("top_share")
		effective, _ := metrics.Find("effective_people")
		row = append(row, of.monthCell(half, of.counts["eligible"]), of.monthCell(top, nil), of.monthCell(effective, nil),
			wholeCell(of.counts["items"][len(e.period.weeks)-1]))
		if !s.opts.Privacy.hidesTeam() {
			row = append(row, cell{Text: s.most(r.carriers[work.name], of), Name: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// most are the two people who did most of a kind of work in the last window.
func (s *site) most(carriers []*carrier, e entity) string {
	last := len(e.period.weeks) - 1
	if e.series["top_share"][last] == nil {
		return metrics.NoValue
	}
	list := slices.Clone(carriers)
	slices.SortStableFunc(list, func(a, b *carrier) int { return int(b.items[last] - a.items[last]) })
	var names []string
	for _, c := range list[:min(2, len(list))] {
		if share := c.shares[last]; share > 0 {
			names = append(names, shorten(shown(s.opts.Privacy.teamName(c.person, c.name)), 24)+" "+tenths(&share))
		}
	}
	return strings.Join(names, ", ")
}

// monthTable lists metrics of which there is anything to say, as they are now and as they were.
func (e entity) monthTable(id, caption string, names ...string) *table {
	t := table{ID: id, Caption: caption, Columns: []column{{Title: "Number"}, {"Now", true}, {"Four weeks before", true}}}
	n := len(e.period.weeks) - 1
	then, kept := e.before()
	for _, m := range named(names...) {
		h := e.histories[m.Name]
		if h == nil || !h.Has[n] {
			continue
		}
		name, now, before := cell{Text: m.Title, Header: true}, e.series[m.Name][n], (*float64)(nil)
		if band, ok := m.Reading(now); ok {
			name.Was = sentence(band.Text)
		}
		if kept {
			before = e.series[m.Name][then]
		}
		t.Rows = append(t.Rows, []cell{name, numberCell(m.Format(now), now), numberCell(m.Format(before), before)})
	}
	return tableOrNil(t)
}
