package reports

import (
	"slices"
	"testing"
	"time"

	"github.com/fewhands/fewhands/metrics"
)

func testScorecard(t *testing.T) scorecard {
	t.Helper()
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	card, err := p.scorecard(t.Context(), hostile(t), hostilePrivacy(t))
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func (c scorecard) row(t *testing.T, scope, entity string) score {
	t.Helper()
	i := slices.IndexFunc(c.Rows, func(s score) bool { return s.Scope == scope && s.Entity == entity })
	if i < 0 {
		t.Fatalf("no %s %s", scope, entity)
	}
	return c.Rows[i]
}

func equals(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// The quarter is the 13 full weeks before as-of; what the catalogue has, the scorecard repeats as of its last week and of the
// last week of the quarter before.
func TestScorecardRepeatsTheMetricsOfTwoQuarters(t *testing.T) {
	card, privacy := testScorecard(t), hostilePrivacy(t)
	if day(card.From) != "2026-08-17" || day(card.To) != "2026-11-15" {
		t.Errorf("the quarter is %s to %s", day(card.From), day(card.To))
	}
	before := monday().AddDate(0, 0, -7*13)
	compared := 0
	for _, f := range scoreFigures {
		if f.metric == "" {
			continue
		}
		for _, scope := range []string{"team", "service"} {
			values, err := metrics.Values(t.Context(), hostile(t), metrics.Filter{Metric: f.metric, Scope: scope})
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				i := slices.IndexFunc(card.Rows, func(s score) bool { return s.Scope == scope && s.Entity == v.Entity })
				if i < 0 || v.Channel != f.channel {
					continue
				}
				isWithheld := privacy.withhold(&v)
				one := card.Rows[i].Figures[f.Name]
				for week, got := range map[time.Time]figure{monday(): {Now: one.Now, IsWithheld: one.IsWithheld}, before: {Now: one.Before, IsWithheld: one.WasWithheldBefore}} {
					if !v.Week.Equal(week) {
						continue
					}
					compared++
					if !equals(got.Now, v.Value) || got.IsWithheld != isWithheld {
						t.Errorf("%s of %s %.20s in %s: %v, want %v", f.Name, scope, v.Entity, day(week), got, v)
					}
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d numbers were compared", compared)
	}
}

// Checkout and Payouts have eight people; what is known of them is a number, and 0 where it is none. Formula has one person: the
// number is withheld. Never has had no incident: it is unknown.
func TestScorecardTellsZeroWithheldAndUnknownApart(t *testing.T) {
	card := testScorecard(t)
	checkout := card.row(t, "service", "PCHECKOUT")
	if got := checkout.Figures["sleep_pages"]; got.Now == nil || *got.Now != 0 || got.IsWithheld {
		t.Errorf("Checkout is paged by day only, not %v", got)
	}
	if checkout.Team != "PTPAY" || len(checkout.withheld()) != 0 {
		t.Errorf("Checkout is %+v", checkout)
	}
	formula := card.row(t, "service", "PFORMULA")
	if got := formula.Figures["sleep_pages"]; got.Now != nil || !got.IsWithheld || !got.WasWithheldBefore {
		t.Errorf("one person's pages are told: %v", got)
	}
	if got := formula.withheld(); !slices.Equal(got, []string{"sleep_pages", "sleep_pages_before", "people_over_norm", "people_over_norm_before"}) {
		t.Errorf("withheld are %v", got)
	}
	for name, got := range card.row(t, "service", "PNEVER").Figures {
		if got.Now != nil || got.Before != nil || got.IsWithheld || got.WasWithheldBefore {
			t.Errorf("%s of a service without history is %v", name, got)
		}
	}
	for _, row := range card.Rows {
		for name, f := range row.Figures {
			if f.IsWithheld && f.Now != nil || f.WasWithheldBefore && f.Before != nil || f.Now == nil && f.Change() != nil {
				t.Errorf("%s of %.20s is withheld and told: %v", name, row.Name, f)
			}
		}
	}
}

// A team's pages less those of its services that are told are those of the one that is not: the next smallest is withheld too.
func TestOneSmallGroupOfATeamCannotBeWorkedOut(t *testing.T) {
	row := func(scope, entity, team string, people, pages float64) score {
		return score{Scope: scope, Entity: entity, Team: team, Figures: map[string]figure{
			"pages_eligible": {Now: &people}, "sleep_pages": {Now: &pages},
		}}
	}
	rows := []score{
		row("team", "T", "", 12, 30), row("service", "few", "T", 3, 9), row("service", "more", "T", 6, 1), row("service", "most", "T", 8, 20),
		row("team", "U", "", 12, 30), row("service", "a", "U", 3, 9), row("service", "b", "U", 4, 1), row("service", "c", "U", 8, 20),
		row("team", "V", "", 4, 30), row("service", "d", "V", 3, 9), row("service", "e", "V", 9, 21),
	}
	Privacy{}.withholdSleepPages(rows)
	var told []string
	for _, r := range rows {
		if r.Figures["sleep_pages"].Now != nil {
			told = append(told, r.Entity)
		}
	}
	if want := []string{"T", "most", "U", "c", "e"}; !slices.Equal(told, want) {
		t.Errorf("told are %v, want %v", told, want)
	}
}
