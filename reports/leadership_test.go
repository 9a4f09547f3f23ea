package reports

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

// printed prints a page as the browser would on paper, and counts the sheets.
func printed(t *testing.T, where string) (sheets int) {
	t.Helper()
	tab := newTab(t)
	var paper []byte
	tab.do(t, chromedp.Navigate(where), chromedp.WaitReady("main"), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
		return err
	}))
	size := regexp.MustCompile(`/MediaBox \[0 0 (\S+) (\S+)\]`).FindAllSubmatch(paper, -1)
	for _, m := range size {
		if !strings.HasPrefix(string(m[1]), "59") || !strings.HasPrefix(string(m[2]), "84") {
			t.Errorf("%s prints on %s × %s points, not on A4", where, m[1], m[2])
		}
	}
	return len(size)
}

func TestLeadersGetTwoPagesOfPaper(t *testing.T) {
	if sheets := printed(t, fileURL(hostileDir(t), "leadership.html")); sheets > 2 {
		t.Errorf("leadership.html prints on %d pages", sheets)
	}
}

// The page is bounded, whatever there is to tell and however long names are: here everything is as long as it can be.
func TestLeadersGetTwoPagesOfPaperWhateverThereIsToTell(t *testing.T) {
	for _, name := range []string{strings.Repeat("W", 4000), strings.Repeat("Wide names of services ", 200), strings.Repeat("全角", 2000)} {
		s := &site{opts: SiteOptions{Title: name, SelfContained: true}, period: period{asOf: asOf, week: monday()}}
		for i := range 120 {
			s.period.weeks = append(s.period.weeks, monday().AddDate(0, 0, -7*(119-i)))
		}
		text, err := s.render("leadership.html", "leadership.html", "For leaders", false, fullestPage(t, s, name))
		if err != nil {
			t.Fatal(err)
		}
		where := filepath.Join(t.TempDir(), "leadership.html")
		if err := os.WriteFile(where, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if sheets := printed(t, fileURL(where)); sheets != 2 {
			t.Errorf("%.12s…: the page prints on %d pages", name, sheets)
		}
	}
}

func fullestPage(t *testing.T, s *site, name string) leadershipPage {
	t.Helper()
	span, _ := s.period.lastWeeks(back)
	p := leadershipPage{Span: span, HasWeeks: true, PDF: "leadership.pdf"}
	p.Headline = headline{
		Says:     "On 1,789 of the 1,998 services with enough data, half of the work of the last 13 weeks came from one or two people.",
		Supports: "A quarter before, it was so on 1,789 of 1,998. 1,202 services have too little data to say; that is not counted as healthy.",
	}
	for _, title := range []string{
		"Services of one or two people", "Half of the responses by", "Half of the tickets by", "Half of the reliability commits by",
		"People over a norm of load or rest", "Services resting on one person", "Pages that no team owns", "Pages and responses attributed",
	} {
		p.Tiles = append(p.Tiles, leaderTile{
			ID: slug(title), Title: title, Value: "1,789", Of: "of 1,998 services", Change: "A quarter before: too little data",
			Basis: "n = 1,234,567 pages, responses and unnamed incidents",
		})
	}
	f := findings.Finding{Kind: "single_point", Severity: findings.High, Scope: "service", EntityName: name, Since: monday(), FirstSeen: monday()}
	for _, suggestion := range findings.Kinds[0].Suggests {
		if len(suggestion) > len(f.Suggestion) {
			f.Suggestion = suggestion
		}
	}
	f.Headline = "1 of 1,213 eligible people did 72 % of the responses to incidents, 73 % of the resolved reliability tickets and all of the " +
		"commits of reliability work in the last 13 weeks. Without one person 83 % of its 12,347 files would have no active author. So it was in the week of 2026-11-09."
	tell := teller{s, span, "", Privacy{}.leaderName, leaderRunes}
	for range 20 {
		s.findings = append(s.findings, f)
	}
	good := f
	good.Kind, good.Severity = "recovered", findings.Good
	ended := f
	ended.Ended = monday()
	p.News = s.newsFrom(append(s.findings, good, good), []findings.Finding{ended, ended, ended}, tell, mostFindings)
	var weeks fewWeeks
	for i, week := range s.period.weeks {
		weeks = append(weeks, fewWeek{week, int64(1000 + i), 789, 345, 12, 1202})
	}
	p.Few = weeks.figure(span)
	var card scorecard
	for i := range 60 {
		row := score{Scope: []string{"team", "service"}[i%2], Entity: "PKEY", Name: name, Figures: map[string]figure{}}
		for _, f := range scoreFigures {
			row.Figures[f.Name] = figure{Now: new(123.0), Before: new(432.0)}
			if f.Unit == metrics.Share {
				row.Figures[f.Name] = figure{Now: new(0.995), Before: new(0.333)}
			}
		}
		card.Rows = append(card.Rows, row)
	}
	p.Scores = leaderScores(card)
	for i := range 30 {
		s.effects = append(s.effects, metrics.Effect{
			Scope: "service", EntityName: name, HappenedOn: monday().AddDate(0, 0, -i), What: name, Metric: "off_call_response_share", Before: new(0.5), After: new(0.1),
			Difference: new(-0.4), Low: new(-0.5), High: new(-0.3), Verdict: metrics.VerdictBetter,
		})
	}
	p.Changed, p.Unchanged = s.leaderChanges()
	p.Trust = []string{
		"PagerDuty is incomplete: it was last read to its end on 2026-11-16. Jira is incomplete: it has not been read to its end yet. " +
			"12 of 345 repositories are incomplete. 12 of 345 repositories were not read in the last 36 hours.",
		"Used of what was read: 97.8 % of 1,234,567 pages and responses; 97.8 % of 1,234,567 tickets; 97.8 % of 1,234,567 commits. The rest is of bots or of nobody that is known.",
		"1,202 of 1,998 services have too little data to say who carries them: unknown, not healthy.",
		"Load and rest are withheld of 1,202 teams and services with fewer than 5 people: a number would be about somebody.",
	}
	return p
}

func TestLeadersSeeTheNumbersOfTheMetrics(t *testing.T) {
	text := tree(t, hostileDir(t))["leadership.html"]
	tile := func(id string) string {
		_, after, found := strings.Cut(text, `<h3 id="tile-`+id+`">`)
		if !found {
			t.Fatalf("no tile %s", id)
		}
		value, _, _ := strings.Cut(after, "</li>")
		return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]+>`).ReplaceAllString(value, " "))), " ")
	}
	last := func(metric, channel string) metrics.Value {
		values, err := metrics.Values(t.Context(), hostile(t), metrics.Filter{Metric: metric, Scope: "org", LastWeeks: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			if v.Channel == channel {
				return v
			}
		}
		return metrics.Value{}
	}
	for id, of := range map[string]metrics.Value{
		"half-pages": last("people_for_half", "pages"), "people_over_norm": last("people_over_norm", ""), "unowned_page_share": last("unowned_page_share", ""),
		"pages_attributed": last("pages_attributed", ""),
	} {
		m, _ := metrics.Find(of.Metric)
		want := m.Format(of.Value)
		if m.Unit == metrics.People {
			want, _ = split(want)
		}
		if got := tile(id); of.Value == nil || !strings.Contains(got, " "+want+" ") {
			t.Errorf("%s: %q, want %s", id, got, want)
		}
	}
	if got := tile("half-tickets"); !strings.Contains(got, "Not configured") {
		t.Errorf("without a source of tickets leaders read %q", got)
	}
}

// The first page, the bars and the tile of leaders count the same services.
func TestFewIsCountedOnce(t *testing.T) {
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{db: hostile(t), period: p}
	if s.services, s.teams, err = p.places(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	weeks, err := s.fewByWeek(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var list []standing
	for _, one := range s.services {
		now, _, _ := one.mainStanding()
		list = append(list, now)
	}
	few, known := countFew(list)
	now := weeks.at(p.week)
	if now.few() != few || now.known() != known || now.known()+now.unknown() != int64(len(list)) {
		t.Errorf("%+v, on the first page %d of %d of %d", now, few, known, len(list))
	}
}

func TestLeadersReadWhatIsNewAndWhatEnded(t *testing.T) {
	s := &site{}
	span := span{weeks: 13, week: monday(), then: monday().AddDate(0, 0, -91), HasBefore: true}
	before := monday().AddDate(0, 0, -200)
	finding := func(kind, severity string, seen time.Time) findings.Finding {
		return findings.Finding{Kind: kind, Severity: severity, Scope: "service", EntityName: kind, FirstSeen: seen, Since: seen, Headline: "It is so."}
	}
	hold := []findings.Finding{
		finding("quiet_drift", findings.High, before), finding("single_point", findings.High, monday()), finding("paper_rota", findings.Medium, before),
		finding("habit", findings.Low, monday()), finding("recovered", findings.Good, monday()),
	}
	hold[2].IsOlder = true
	ended := finding("silo", findings.Low, before)
	ended.Ended = monday()
	n := s.newsFrom(hold, []findings.Finding{ended}, teller{s, span, "", Privacy{}.leaderName, leaderRunes}, 3)
	var told []string
	for _, i := range append(n.List, n.Better...) {
		told = append(told, i.Name+": "+i.State)
	}
	want := "single_point: New in the week of 2026-11-09\nquiet_drift: Since about 2026-04-23\npaper_rota: Since 2026-04-23 or before\n" +
		"recovered: \nsilo: "
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if want := "4 findings hold: 2 high, 1 medium, 1 low. 2 are new, 2 held before; 1 ended."; n.Counts != want {
		t.Errorf("got  %s\nwant %s", n.Counts, want)
	}
	if n.More != "and 1 more" {
		t.Errorf("more: %q", n.More)
	}
}
