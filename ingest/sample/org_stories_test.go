package sample

import (
	"maps"
	"slices"
	"testing"
	"time"
)

func TestCheckoutDriftsToTwoWhileTheRotaStaysAtEight(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		two := m.o.names(checkoutCarriers...)
		before, now := m.responded(driftOnset+52, driftOnset, "Checkout"), m.responded(13, 0, "Checkout")
		if before.share(two...) > 0.36 || before.effective() < 6.5 {
			t.Errorf("in the year before, the two gave %.2f of the responses of %.1f people", before.share(two...), before.effective())
		}
		if now.share(two...) < 0.72 || now.top(1) > 0.55 || now.effective() > 3.6 {
			t.Errorf("now the two give %.2f, one of them %.2f, of the responses of %.1f people", now.share(two...), now.top(1), now.effective())
		}
		if was, is := float64(before.off)/float64(before.total), float64(now.off)/float64(now.total); was > 0.3 || is < 0.5 {
			t.Errorf("%.2f of responses were off call, now %.2f", was, is)
		}
		if quiet := m.responded(driftOnset, driftOnset-3, "Checkout").share(two...); quiet > 0.7 {
			t.Errorf("in the first three weeks the two give %.2f", quiet)
		}
		for _, from := range []int{driftOnset + 13, 13} {
			hours := m.rota("Payments primary", from, from-13)
			if len(hours) != 8 {
				t.Errorf("%d people are on the rota %d weeks ago", len(hours), from)
			}
		}
		if eligible := len(m.rota("Payments primary", 13, 0)) + 1; len(now.by) > eligible {
			t.Errorf("%d people of %d eligible respond", len(now.by), eligible)
		}
	})
}

func TestOnePersonLosesSleep(t *testing.T) {
	who := "Tomás Rivera"
	each(t, func(t *testing.T, m *measured) {
		loc := location(inDenver)
		nights := func(from, until int) (paged map[string]bool, longest int) {
			paged = map[string]bool{}
			for _, p := range m.pages {
				if local := p.at.In(loc); p.who == who && (span{m.o.week(from), m.o.week(until)}).holds(p.at) && (local.Hour() >= 22 || local.Hour() < 8) {
					paged[local.Add(-8*time.Hour).Format(time.DateOnly)] = true
				}
			}
			run := 0
			for day := m.o.week(from).AddDate(0, 0, -1); day.Before(m.o.week(until)); day = day.AddDate(0, 0, 1) {
				if run++; !paged[day.Format(time.DateOnly)] {
					run = 0
				}
				longest = max(longest, run)
			}
			return paged, longest
		}
		if before, _ := nights(sleepless+10, sleepless); len(before) > 18 {
			t.Errorf("%d nights with a page in the ten weeks before", len(before))
		}
		if now, longest := nights(sleepless, 0); len(now) < 42 || longest < 5 {
			t.Errorf("%d nights with a page in ten weeks, %d in a row", len(now), longest)
		}
		now := m.responded(13, 0, "Indexer")
		if now.share(who) < 0.5 || now.most[0] != who || float64(now.off)/float64(now.total) > 0.2 {
			t.Errorf("%s gives %.2f of the responses to Indexer", now.most[0], now.top(1))
		}
		if before := m.responded(sleepless+26, sleepless, "Indexer"); before.top(1) > 0.4 {
			t.Errorf("%s gave %.2f of the responses before", before.most[0], before.top(1))
		}
		if hours := m.rota("Search primary", sleepless, 0); hours[who] < 0.3*168*sleepless {
			t.Errorf("on call for %.0f hours in ten weeks", hours[who])
		}
	})
}

func TestNobodyElseLosesSleep(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		for _, c := range m.o.people {
			weeks := map[int]int{}
			for _, p := range m.pages {
				local := p.at.In(c.loc)
				if week := int(m.o.since(6, p.at)); p.who == c.name && week >= 0 && week < 6 && (local.Hour() >= 22 || local.Hour() < 8) {
					weeks[week]++
				}
			}
			if c.name != "Tomás Rivera" && len(weeks) > 4 {
				t.Errorf("%s has sleep pages in %d of the last 6 weeks", c.name, len(weeks))
			}
		}
	})
}

func TestCouponsIsAnOrphan(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		s := find(m.Services, func(s *PagerDutyService) bool { return s.Name == "Coupons" })
		if len(s.Teams) != 0 || len(m.policyOf("Coupons").Teams) != 0 {
			t.Errorf("%v own it", s.Teams)
		}
		gone := m.o.Stories()[3].People
		if before := m.responded(historyWeeks, orphaned, "Coupons"); before.share(gone...) < 0.8 || before.total < 40 {
			t.Errorf("its people gave %.2f of %d responses", before.share(gone...), before.total)
		}
		if after := m.responded(orphaned-1, 0, "Coupons"); after.share(gone...) > 0 || after.total > 25 {
			t.Errorf("its people give %.2f of %d responses after they left", after.share(gone...), after.total)
		}
		if on := m.rota("Coupons office hours", orphaned-1, 0); len(on) > 0 {
			t.Errorf("%v are on call", on)
		}
		paged := 0
		for _, p := range m.pages {
			if p.service == "Coupons" && p.at.After(m.o.week(13)) {
				paged++
			}
		}
		if paged < 3 {
			t.Errorf("%d pages in the last 13 weeks", paged)
		}
		for _, name := range gone {
			u := find(m.Users, func(u *PagerDutyUser) bool { return u.Name == name })
			if (u != nil) != (name == "Owen Gallagher") || u != nil && len(u.Teams) > 0 {
				t.Errorf("%s is %v", name, u)
			}
		}
	})
}

func TestPlatformHasAPaperRota(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		for service, least := range map[string]float64{"Event bus": 0.78, "Kubernetes": 0.78, "CI runners": 0.7} {
			now := m.responded(26, 0, service)
			if share := now.share(m.o.names(platformCarriers...)...); share < least || now.effective() > 3.7 {
				t.Errorf("%s: the two give %.2f, %.1f people", service, share, now.effective())
			}
		}
		on := m.rota("Platform primary", 26, 0)
		sum, squares := 0.0, 0.0
		for _, hours := range on {
			sum, squares = sum+hours, squares+hours*hours
		}
		if effective := sum * sum / squares; len(on) != 9 || effective < 7 {
			t.Errorf("%d names are on the rota, as if %.1f", len(on), effective)
		}
	})
}

func TestAccountsRecovered(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		services := []string{"Login", "Profiles"}
		before, now := m.responded(rotation+40, rotation, services...), m.responded(13, 0, services...)
		if before.top(2) < 0.85 || now.top(2) > 0.57 || now.effective() < 4.5 {
			t.Errorf("two gave %.2f and now give %.2f, as if %.1f people", before.top(2), now.top(2), now.effective())
		}
		if was, is := len(m.rota("Accounts", rotation+13, rotation+1)), len(m.rota("Accounts", 13, 0)); was != 2 || is != 6 {
			t.Errorf("%d were on call, now %d", was, is)
		}
	})
}

func TestHealthyServicesStayEven(t *testing.T) {
	// The share of the two who respond most, in every quarter that has 20 responses.
	limits := map[string]float64{"Payouts": 0.6, "Invoicing": 0.7, "Search API": 0.68, "Recommendations": 0.8, "Web shop": 0.85}
	each(t, func(t *testing.T, m *measured) {
		for _, service := range slices.Sorted(maps.Keys(limits)) {
			for from := 39; from >= 13; from-- {
				if q := m.responded(from, from-13, service); q.total >= 20 && q.top(2) > limits[service] {
					t.Errorf("%s: two give %.2f of %d responses, %d weeks ago", service, q.top(2), q.total, from-13)
				}
			}
		}
		// Before its story, Checkout is as even as its neighbours.
		for from := historyWeeks; from >= driftOnset+13; from-- {
			if q := m.responded(from, from-13, "Checkout"); q.top(2) > 0.5 {
				t.Errorf("Checkout: two give %.2f, %d weeks ago", q.top(2), from-13)
			}
		}
	})
}

func TestNewPeopleAndHolidays(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		if was, is := len(m.rota("Search primary", newHire+13, newHire)), len(m.rota("Search primary", newHire-1, newHire-14)); was != 5 || is != 6 {
			t.Errorf("the rota of Search was %d and is %d people", was, is)
		}
		for weeks, size := range map[int]int{growsFirst + 9: 2, growsFirst - 9: 3, growsSecond - 9: 4} {
			if on := m.rota("Storefront office hours", weeks, weeks-8); len(on) != size {
				t.Errorf("%d people on the rota of Storefront %d weeks ago", len(on), weeks)
			}
		}
		if on := m.rota("Accounts", longHoliday, longHoliday-5); on["Kwame Mensah"] > 0 || len(on) != 5 {
			t.Errorf("during a holiday %v are on call", on)
		}
		for _, r := range m.responses {
			if r.who == "Mei-Lin Chen" && r.at.Before(m.o.week(newHire)) {
				t.Errorf("%s responded before being hired", r.who)
			}
		}
	})
}

func TestPlatformIsAlwaysTheSameTwo(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		for _, service := range []string{"Event bus", "Kubernetes"} {
			for quarter := range 6 {
				q := m.responded(13*quarter+13, 13*quarter, service)
				if two := q.share(m.o.names(platformCarriers...)...); two < q.top(2) || q.top(1) <= 0.4 {
					t.Errorf("%s, %d quarters ago: %v give most, one of them %.2f", service, quarter, q.most[:2], q.top(1))
				}
			}
		}
	})
}

func TestSearchIsASiloAndStorefrontIsOpen(t *testing.T) {
	team := map[string]string{}
	for _, p := range staff {
		team[p.name] = p.team
	}
	each(t, func(t *testing.T, m *measured) {
		all, foreign, lent := map[string]int{}, map[string]int{}, 0
		for _, r := range m.responses {
			owner := ""
			for _, s := range portfolio {
				if s.name == r.service {
					owner = s.team
				}
			}
			if !r.at.Before(m.o.week(26)) {
				all[owner]++
				if team[r.who] != owner {
					foreign[owner]++
					if team[r.who] == "Search" {
						lent++
					}
				}
			}
		}
		share := func(owner string) float64 { return float64(foreign[owner]) / float64(max(1, all[owner])) }
		if share("Search") > 0.01 || lent > 0 || all["Search"] < 250 {
			t.Errorf("others gave %.3f of the responses at Search, its people %d elsewhere", share("Search"), lent)
		}
		if share("Storefront") < 0.07 || all["Storefront"] < 60 {
			t.Errorf("others gave %.3f of the %d responses at Storefront", share("Storefront"), all["Storefront"])
		}
	})
}
