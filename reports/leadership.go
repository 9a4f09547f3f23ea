package reports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// leadershipPage is the edition for leaders: what they need to know once a quarter, on two printed pages. Nobody is named unless
// the configuration says so.
type leadershipPage struct {
	Span      span
	HasWeeks  bool
	Headline  headline
	Tiles     []leaderTile
	News      news
	Few       *fewFigure
	Scores    []scoreGroup
	Changed   []leaderChange
	Unchanged string // of the changes that are not here
	Trust     []string
	IsNamed   bool   // leaders see who
	PDF       string // the same page to print, "" where there is none
}

// mostFindings is how many findings leaders are told; the first page has all.
const mostFindings = 6

func (s *site) writeLeadership(ctx context.Context) error {
	page, err := s.leadership(ctx)
	if err != nil {
		return fmt.Errorf("leadership: %w", err)
	}
	if s.opts.PDF {
		if s.unprinted = s.print(ctx, page); s.unprinted == nil {
			page.PDF = leadershipPDF
		}
	}
	return s.page("leadership.html", "leadership.html", "For leaders", false, page)
}

func (s *site) leadership(ctx context.Context) (leadershipPage, error) {
	var page leadershipPage
	if page.Span, page.HasWeeks = s.period.lastWeeks(back); !page.HasWeeks {
		page.Headline = headline{Says: "Nothing has been read yet."}
		return page, nil
	}
	page.IsNamed = s.opts.Privacy.Leadership == ShowNames
	few, err := s.fewByWeek(ctx)
	if err != nil {
		return page, err
	}
	page.Few = few.figure(page.Span)
	page.Headline = s.leaderHeadline(few, page.Span)
	if page.Tiles, err = s.leaderTiles(ctx, few); err != nil {
		return page, err
	}
	if page.News, err = s.newsOf(ctx, page.Span, mostFindings); err != nil {
		return page, err
	}
	card, err := s.period.scorecard(ctx, s.db, s.opts.Privacy)
	if err != nil {
		return page, err
	}
	if page.Scores = leaderScores(card); len(page.Scores) > 0 {
		text, err := card.csv()
		if err == nil {
			err = s.write("scorecard.csv", text)
		}
		if err != nil {
			return page, err
		}
	}
	page.Changed, page.Unchanged = s.leaderChanges()
	page.Trust, err = s.leaderTrust(ctx, few)
	return page, err
}

// leaderHeadline says on how many services the work rests on one or two people, and on how many it did a quarter before.
func (s *site) leaderHeadline(few fewWeeks, span span) headline {
	if len(s.services) == 0 {
		return orgHeadline(s.repos)
	}
	h := servicesHeadline(s.services, s.repos)
	now := few.at(span.week)
	var parts []string
	if then := few.at(span.then); span.HasBefore && then.known() > 0 && now.known() > 0 {
		parts = append(parts, fmt.Sprintf("A quarter before, it was so on %s of %s.", grouped(then.few()), grouped(then.known())))
	}
	if quiet := now.unknown(); quiet > 0 && now.known() > 0 {
		parts = append(parts, counted(quiet, "service has", "services have")+" too little data to say; that is not counted as healthy.")
	}
	h.Supports = strings.Join(parts, " ")
	return h
}

// leaderTile is one number of the organisation, and what it was a quarter before.
type leaderTile struct {
	ID      string
	Title   string
	Value   string
	Of      string // what it is out of, or its unit
	Missing bool
	Change  string
	Kind    string // better, worse, or "" where neither can be said
	Basis   string // n
}

// leaderTiles are the few numbers of the whole organisation that leaders look at.
func (s *site) leaderTiles(ctx context.Context, few fewWeeks) ([]leaderTile, error) {
	var list []leaderTile
	if len(s.services) > 0 {
		list = append(list, few.tile(s.period))
	}
	for _, work := range []channel{pageWork, ticketWork, fixWork} {
		list = append(list, s.halfTile(s.org.of(work)))
	}
	if len(s.services) == 0 {
		return list, nil
	}
	single, err := s.singleTile(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, s.orgTile("people_over_norm", "People over a norm of load or rest"), single,
		s.orgTile("unowned_page_share", "Pages that no team owns"), s.orgTile("pages_attributed", "Pages and responses attributed"))
	return list, nil
}

// halfTile is how few people did half of a kind of work, of how many who could.
func (s *site) halfTile(e entity) leaderTile {
	t := leaderTile{ID: "half-" + e.work.name, Title: "Half of the " + leaderWork[e.work.name] + " by", Missing: true, Value: "Too little data"}
	if e.isAbsent() {
		t.Value = "None on record"
		if !s.hasSource(e.work.kind) {
			t.Value = "Not configured"
		}
		return t
	}
	m, _ := metrics.Find("people_for_half")
	n := len(s.period.weeks) - 1
	items, eligible, half := e.counts["items"], e.counts["eligible"], e.series[m.Name]
	t.Basis = "n = " + counted(int64(*items[n]), e.work.item, e.work.items)
	if half[n] == nil {
		return t
	}
	of := func(i int) string {
		text := bare(m, half[i])
		if eligible[i] != nil {
			text += " of " + grouped(int64(*eligible[i]))
		}
		return text
	}
	t.Missing, t.Value = false, bare(m, half[n])
	if eligible[n] != nil {
		t.Of = "of " + people(int64(*eligible[n]))
	}
	t.Change, t.Kind = "A quarter before: too little data", ""
	if n >= back && half[n-back] != nil {
		t.Change, t.Kind = leaderChanged(m, half[n], half[n-back], of(n-back))
	}
	return t
}

// leaderWork is what leaders call a kind of work.
var leaderWork = map[string]string{"pages": "responses", "tickets": "tickets", "commits": "reliability commits"}

// leaderChanged says what a number was a quarter before.
func leaderChanged(m metrics.Metric, now, then *float64, was string) (text, kind string) {
	c := newChange(m, now, then)
	switch {
	case m.Format(now) == m.Format(then):
		return "The same a quarter before", ""
	case *now > *then:
		return "▲ from " + was, c.Kind
	}
	return "▼ from " + was, c.Kind
}

// orgTile is a metric of the whole organisation.
func (s *site) orgTile(metric, title string) leaderTile {
	m, _ := metrics.Find(metric)
	of := s.org.tile(m)
	t := leaderTile{ID: metric, Title: title, Value: of.Value, Missing: of.Missing}
	if of.Missing {
		return t
	}
	series, n := s.org.series[metric], len(s.period.weeks)-1
	items := s.org.histories[metric].N[n]
	if one, many := s.org.work.noun(m); m.Unit == metrics.People {
		t.Of = "of " + people(items)
	} else {
		t.Basis = "n = " + counted(items, one, many)
	}
	t.Value = bare(m, series[n])
	if m.Unit == metrics.Share {
		t.Value = m.Format(series[n])
	}
	t.Change = "A quarter before: too little data"
	if n >= back && series[n-back] != nil {
		was := bare(m, series[n-back])
		if m.Unit == metrics.Share {
			was = m.Format(series[n-back])
		}
		t.Change, t.Kind = leaderChanged(m, series[n], series[n-back], was)
	}
	return t
}

// singleTile is how many services one person's leaving would leave with nobody of a kind, by last_active_people.
func (s *site) singleTile(ctx context.Context) (leaderTile, error) {
	t := leaderTile{ID: "single", Title: "Services resting on one person", Missing: true, Value: "Too little data"}
	weeks := s.period.weeks[max(0, len(s.period.weeks)-1-back):]
	values, err := metrics.Values(ctx, s.db, metrics.Filter{Metric: "last_active_people", Scope: "service", LastWeeks: len(weeks)})
	if err != nil {
		return t, err
	}
	var single, known [2]int64
	for _, v := range values {
		i := -1
		switch {
		case v.Week.Equal(s.period.week):
			i = 1
		case len(weeks) > back && v.Week.Equal(weeks[0]):
			i = 0
		}
		if i < 0 || v.Value == nil {
			continue
		}
		known[i]++
		if *v.Value <= 1 {
			single[i]++
		}
	}
	if known[1] == 0 {
		return t, nil
	}
	t.Missing, t.Value, t.Of = false, grouped(single[1]), "of "+counted(known[1], "service", "services")
	t.Change = "A quarter before: too little data"
	if known[0] > 0 {
		t.Change, t.Kind = countChanged(single[1], single[0], known[0])
	}
	return t, nil
}

// countChanged is a number of services against that of a quarter before, where fewer is better.
func countChanged(now, then, of int64) (text, kind string) {
	was := fmt.Sprintf("%s of %s", grouped(then), grouped(of))
	switch cmp.Compare(now, then) {
	case 0:
		return "The same a quarter before", ""
	case 1:
		return "▲ from " + was, "worse"
	}
	return "▼ from " + was, "better"
}
