package metrics

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

func situationOf(t rapid.TB, db *sql.DB) (*Situation, *Load) {
	t.Helper()
	s, err := ReadSituation(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	load, err := ReadLoad(context.Background(), db, s)
	if err != nil {
		t.Fatal(err)
	}
	return s, load
}

// The window is the 13 weeks up to 2026-01-11. Of checkout's 24 responses Ana had 12, Bo 8 and Cy 4, of its 12 tickets Ana resolved
// all. Search is in the same team; its 12 responses were 6 of Ana's and 6 of Di's. Eve is in the team, did nothing, and is not
// active. Eligible for search's pages is also Bo, who is on call for it.
//
// Ana leaves. Checkout: of the other 12 responses Bo had 8, 2/3; her 12 fall on Bo and Cy as 8 and 4, which again is 2/3. Nobody
// is left who resolved a ticket, and her 12 tickets fall to nobody. Search: 6 responses are left, too few to say anything; with
// hers fallen on Di, all 12 are Di's. The team: 18 responses are left, 8 of Bo's, 6 of Di's, 4 of Cy's: two have half, Bo has
// 8/18. With hers fallen service by service Bo has 16, Cy 8 and Di 12 of 36: 16/36, which happens to be as much.
//
// On call for policy P: Ana 400 hours of the window, all of them in the last 4 weeks but 240, Bo 100, Di 300. Hers fall on Bo and
// Di as 1 to 3: 100 and 300 hours. Di has 600 of 2,184, over a quarter.
func TestSomebodyLeaves(t *testing.T) {
	db := leavingWarehouse(t)
	s, load := situationOf(t, db)
	got := s.Simulate([]int32{1}, load)
	checkout, search, team := impact(t, got, "service", "SCHECKOUT"), impact(t, got, "service", "SSEARCH"), impact(t, got, "team", "TPAY")
	for _, c := range []struct {
		what string
		got  any
		want string
	}{
		{"pages of checkout", channelText(checkout, "pages"), "24 items, 1/2 theirs; active 3 > 2; did 3 > 2; half 1 > 1 > 1; top 0.500 > 0.667 > 0.667; left bo 0.667, cy 0.333; unclaimed 0"},
		{"tickets of checkout", channelText(checkout, "tickets"), "12 items, 1/1 theirs; active 1 > 0; did 1 > 0; half 1 > - > -; top 1.000 > - > -; left ; unclaimed 12"},
		{"pages of search", channelText(search, "pages"), "12 items, 1/2 theirs; active 3 > 2; did 2 > 1; half 1 > - > 1; top 0.500 > - > 1.000; left di 1.000; unclaimed 0"},
		{"pages of the team", channelText(team, "pages"), "36 items, 1/2 theirs; active 4 > 3; did 4 > 3; half 1 > 2 > 2; top 0.500 > 0.444 > 0.444; left bo 0.444, di 0.333, cy 0.222; unclaimed 0"},
		{"last active people of checkout", changeText(checkout.LastActivePeople), "1 > 0"},
		{"last active people of search", changeText(search.LastActivePeople), "2 > 1"},
		{"what is lost", fmt.Sprint(got.Lost), "[{service SCHECKOUT Checkout [resolver]} {team TPAY Payments [resolver]}]"},
		{"who inherits", heirsText(got), "di pages 0.00+0.00 responses 0.46+0.46 hours 23.08+23.08 passes on_call_share 0.137 > 0.275; " +
			"bo pages 0.00+0.00 responses 0.62+0.62 hours 7.69+7.69; cy pages 0.00+0.00 responses 0.31+0.31 hours 0.00+0.00"},
		{"what falls to nobody", fmt.Sprint(got.Orphans), "[{reliability_tickets SCHECKOUT Checkout 0.9230769230769231}]"},
	} {
		if fmt.Sprint(c.got) != c.want && !(c.what == "who inherits" && sameWords(fmt.Sprint(c.got), c.want)) {
			t.Errorf("%s:\n got %v\nwant %s", c.what, c.got, c.want)
		}
	}
}

// Of the same: nobody alone is checkout's last responder, Ana is its last resolver, and so is she of the team; search has no
// tickets, and two who respond. Nobody's files are known. Ana has most of each; of checkout's responses 8 of her 12 fall on Bo.
func TestTheDepartureOfAnyOnePerson(t *testing.T) {
	ctx := context.Background()
	db := leavingWarehouse(t)
	if err := db.Update(ctx, func(tx *sql.Tx) error { return computeDepartures(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`SELECT string_agg(concat_ws(' ', entity, COALESCE(last_responders::VARCHAR, '-'), COALESCE(last_resolvers::VARCHAR, '-'),
			COALESCE(last_authors::VARCHAR, '-'), last_people), '; ' ORDER BY entity) FROM findings.departures`: "SCHECKOUT 0 1 - 1; SSEARCH 0 - - 0; TPAY 0 1 - 1",
		`SELECT string_agg(concat_ws(' ', rank, person_id, channel, items, share, people_before, people_after, is_last), '; ' ORDER BY rank, channel DESC)
			FROM findings.removals WHERE entity = 'SCHECKOUT' AND rank = 1`: "1 1 tickets 12 1.0 1 0 true; 1 1 pages 12 0.5 3 2 false; 1 1 all 0 0.75 3 2 false",
		`SELECT string_agg(concat_ws(' ', channel, rank, heir_id, items, round(share, 3)), '; ' ORDER BY channel, rank)
			FROM findings.heirs WHERE entity = 'SCHECKOUT' AND person_id = 1`: "pages 1 2 8.0 0.667; pages 2 3 4.0 0.333",
	} {
		var got string
		if err := db.QueryRow(ctx, query).Scan(&got); err != nil || got != want {
			t.Errorf("%s\n got %s, %v\nwant %s", query, got, err, want)
		}
	}
}

// Of the same, told of Ana at once: without her 12 responses of search would be Di's alone, and of checkout nobody would be left who
// resolved a ticket; that comes first.
func TestWhatWouldBeLeftWithoutEachPerson(t *testing.T) {
	s, _ := situationOf(t, leavingWarehouse(t))
	var got []string
	for _, l := range s.Leavings() {
		if s.People[l.Person].Person != "ana" {
			continue
		}
		for _, p := range l.Places {
			for _, w := range p.Works {
				got = append(got, fmt.Sprintf("%s %s: %d of %d, %d others, %.3f on one, last %v", p.Entity, w.Channel, w.Items, w.All, w.Others, w.Most, w.IsLast))
			}
		}
	}
	want := []string{
		"SCHECKOUT pages: 12 of 24, 2 others, 0.667 on one, last false",
		"SCHECKOUT tickets: 12 of 12, 0 others, 0.000 on one, last true",
		"SSEARCH pages: 6 of 12, 1 others, 1.000 on one, last false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// sameWords compares lists whose order is not the point.
func sameWords(a, b string) bool {
	x, y := strings.Split(a, "; "), strings.Split(b, "; ")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func leavingWarehouse(t *testing.T) *sql.DB {
	return buildFromFacts(t, parseSettings(t, "as_of: 2026-01-12\nweeks: 13\n"), map[string][]byte{
		"facts.people":       []byte("person_id,person,name,email,is_bot\n1,ana,Ana,ana@example.com,false\n2,bo,Bo,bo@example.com,false\n3,cy,Cy,cy@example.com,false\n4,di,Di,di@example.com,false\n5,eve,Eve,eve@example.com,false\n"),
		"facts.teams":        []byte("team_id,team,name\n1,TPAY,Payments\n"),
		"facts.services":     []byte("service_id,service,name,team_id,is_deleted\n1,SCHECKOUT,Checkout,1,false\n2,SSEARCH,Search,1,false\n"),
		"facts.team_members": []byte("team_id,person_id\n1,5\n"),
		"facts.responses": []byte("incident_id,service_id,team_id,person_id,responded_on,week,times\n" +
			"1,1,1,1,2025-10-14,2025-10-13,12\n2,1,1,2,2026-01-08,2026-01-05,8\n3,1,1,3,2025-11-03,2025-11-03,4\n" +
			"4,2,1,1,2025-11-03,2025-11-03,6\n5,2,1,4,2025-11-03,2025-11-03,6\n"),
		"facts.tickets": []byte("ticket_id,ticket,service_id,team_id,resolver_id,created_at,resolved_at,resolved_on,week,times\n" +
			"1,PAY-1,1,1,1,2025-10-20T08:00:00Z,2025-10-21T08:00:00Z,2025-10-21,2025-10-20,12\n"),
		"facts.on_call": []byte("policy,person_id,level,started_at,ended_at,first_on,last_on\n" +
			"P,1,1,2025-11-03T00:00:00Z,2025-11-13T00:00:00Z,2025-11-03,2025-11-12\n" + // 240 hours
			"P,1,1,2025-12-15T00:00:00Z,2025-12-21T16:00:00Z,2025-12-15,2025-12-21\n" + // 160 hours
			"P,2,1,2025-10-20T00:00:00Z,2025-10-24T04:00:00Z,2025-10-20,2025-10-24\n" + // 100 hours
			"P,4,1,2025-11-17T00:00:00Z,2025-11-29T12:00:00Z,2025-11-17,2025-11-29\n"), // 300 hours
		"facts.pagerduty_services": []byte("pagerduty_service,service_id,policy\nPS,2,P\n"),
	})
}

func impact(t rapid.TB, s Simulation, scope, entity string) Impact {
	t.Helper()
	for _, i := range s.Places {
		if i.Scope == scope && i.Entity == entity {
			return i
		}
	}
	t.Fatalf("no %s %s", scope, entity)
	return Impact{}
}

func channelText(i Impact, channel string) string {
	for _, c := range i.Channels {
		if c.Channel != channel {
			continue
		}
		var left []string
		for _, p := range c.Left {
			left = append(left, fmt.Sprintf("%s %.3f", p.Person, p.Share))
		}
		theirs := map[float64]string{0.5: "1/2", 1: "1/1"}[c.Share]
		return fmt.Sprintf("%d items, %s theirs; active %d > %d; did %d > %d; half %s; top %s; left %s; unclaimed %g", c.Items, theirs,
			c.Eligible.Before, c.Eligible.After, c.People.Before, c.People.After, withoutText(c.PeopleForHalf, "%.0f"),
			withoutText(c.TopShare, "%.3f"), strings.Join(left, ", "), c.Unclaimed)
	}
	return "no " + channel
}

func withoutText(v Without, format string) string {
	var list []string
	for _, n := range []*float64{v.Before, v.TakenOut, v.Redistributed} {
		if n == nil {
			list = append(list, "-")
		} else {
			list = append(list, fmt.Sprintf(format, *n))
		}
	}
	return strings.Join(list, " > ")
}

func changeText(c Change) string {
	if c.Before == nil || c.After == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f > %.0f", *c.Before, *c.After)
}

func heirsText(s Simulation) string {
	var list []string
	for _, h := range s.Heirs {
		text := fmt.Sprintf("%s pages %.2f+%.2f responses %.2f+%.2f hours %.2f+%.2f", h.Person, h.Pages.Before, h.Pages.Added, h.Responses.Before,
			h.Responses.Added, h.OnCallHours.Before, h.OnCallHours.Added)
		for _, p := range h.Passes {
			text += fmt.Sprintf(" passes %s %.3f > %.3f", p.Norm, p.Before, p.After)
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

func TestWhoIsMeantByAText(t *testing.T) {
	ctx := context.Background()
	db := leavingWarehouse(t)
	if err := db.Update(ctx, func(tx *sql.Tx) error {
		return tx.Exec(ctx, `INSERT INTO facts.people BY NAME SELECT 6 AS person_id, 'ana-2' AS person, 'ana' AS name, '' AS email, FALSE AS is_bot
			UNION ALL SELECT 7, 'robot', 'Release Robot', 'robot@example.com', TRUE
			UNION ALL SELECT 8, 'carla-diaz', 'Carla Díaz', 'carla@example.com', FALSE`)
	}); err != nil {
		t.Fatal(err)
	}
	s, _ := situationOf(t, db)
	for _, c := range []struct{ text, want string }{
		{"ana", "1"},
		{" BO@example.COM ", "2"},
		{"carla díaz", "8"},
		{"Ana", `"Ana" may be any of ana, ana-2: say which`},
		{"robot@example.com", `"robot@example.com" is a bot`},
		{"carla-dias", `nobody is called "carla-dias"; near are carla-diaz (Carla Díaz)`},
		{"díaz", `nobody is called "díaz"; near are carla-diaz (Carla Díaz)`},
		{"zzzzzz", `nobody is called "zzzzzz"; 'fewhands people' lists everybody`},
	} {
		person, err := s.FindPerson(ctx, db, c.text)
		got := fmt.Sprint(person)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestSimulationProperties(t *testing.T) {
	db := factsOnly(t)
	check(t, 4, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(drawWork3), 4, 4).Draw(t, "services")
		// People work in every service: person i of one is person i of all.
		buildWork3(t, db, list, func(_, i int) int { return i + 1 })
		s, load := situationOf(t, db)
		baseIsAsBuilt(t, db, s)

		leavingsAreSimulations(t, s)
		nothing := s.Simulate(nil, load)
		if len(nothing.Places)+len(nothing.Lost)+len(nothing.Heirs)+len(nothing.Orphans) > 0 {
			t.Fatalf("removing nobody changes something: %+v", nothing)
		}
		a, b := rapid.Int32Range(1, 8).Draw(t, "a"), rapid.Int32Range(1, 8).Draw(t, "b")
		both, reverse := s.Simulate([]int32{a, b}, load), s.Simulate([]int32{b, a, b}, load)
		if !reflect.DeepEqual(both, reverse) {
			t.Fatalf("the order of people matters")
		}
		for _, i := range both.Places {
			for _, c := range i.Channels {
				sharesAreWhole(t, i, c)
				if c.Share == 0 && !unchanged(c) {
					t.Fatalf("%s %s: those who did nothing change something: %+v", i.Entity, c.Channel, c)
				}
			}
		}
		for _, p := range s.places {
			for n, work := range p.works {
				if work != nil && n != allWork {
					oneByOne(t, work.people, a, b)
				}
			}
		}
	})
}

// leavingsAreSimulations: what is told of everybody at once is what simulating their leaving one by one tells.
func leavingsAreSimulations(t rapid.TB, s *Situation) {
	t.Helper()
	for _, l := range s.Leavings() {
		simulated := s.Simulate([]int32{l.Person}, nil)
		for _, p := range l.Places {
			i := impact(t, simulated, p.Scope, p.Entity)
			isLast := p.Code != nil && p.Code.IsLast
			for _, w := range p.Works {
				c := i.Channels[slices.IndexFunc(i.Channels, func(c ChannelImpact) bool { return c.Channel == w.Channel })]
				if w.Others != c.People.After || math.Abs(float64(w.Items)/float64(w.All)-c.Share) > 1e-9 || w.All != c.Items {
					t.Fatalf("%+v, simulated %+v", w, c)
				}
				if (w.Others == 0) != (c.Unclaimed > 0) || w.Others > 0 && (w.Most <= 0 || w.Most > 1) {
					t.Fatalf("%+v falls on others otherwise: %+v", w, c)
				}
				isLast = isLast || w.IsLast && w.Channel != "commits" // whose last author is a matter of the code
			}
			isLost := slices.ContainsFunc(simulated.Lost, func(lost Lost) bool { return lost.Scope == p.Scope && lost.Entity == p.Entity })
			if p.Scope == "service" && isLast && !isLost {
				t.Fatalf("%+v loses nobody when simulated", p)
			}
		}
	}
}

// baseIsAsBuilt: with nobody removed the numbers are those of the metrics.
func baseIsAsBuilt(t rapid.TB, db *sql.DB, s *Situation) {
	t.Helper()
	w := &without{s: s, gone: map[int32]bool{}, byTeam: s.servicesByTeam()}
	got := map[string]string{}
	for _, p := range s.places {
		for n, work := range p.works {
			if work == nil {
				continue
			}
			c := w.channel(p, n)
			for _, v := range []Without{c.PeopleForHalf, c.TopShare} {
				if v.Before != nil && (v.TakenOut == nil || v.Redistributed == nil || *v.TakenOut != *v.Before || *v.Redistributed != *v.Before) {
					t.Fatalf("%s %s %s: removing nobody changes %s", p.scope, p.entity, c.Channel, withoutText(v, "%.12f"))
				}
			}
			got[c.Channel+" "+p.scope+" "+p.entity] = withoutText(c.PeopleForHalf, "%.0f") + " " + withoutText(c.TopShare, "%.9f")
		}
		if p.scope == "service" || p.scope == "team" {
			change, _ := w.last(p)
			if change.Before != nil {
				got["last "+p.scope+" "+p.entity] = fmt.Sprint(*change.Before)
			}
		}
		if p.code != nil && p.code.hasEnough {
			got["code "+p.scope+" "+p.entity] = fmt.Sprint(*w.code(p.code).ActiveTruckFactor.Before)
		}
	}
	for _, m := range []string{"people_for_half", "last_active_people", "active_truck_factor"} {
		values, err := Values(context.Background(), db, Filter{Metric: m, LastWeeks: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			kind := map[string]string{"last_active_people": "last", "active_truck_factor": "code"}[m]
			if kind == "" {
				kind = v.Channel
			}
			if v.Value == nil {
				continue
			}
			if text := got[kind+" "+v.Scope+" "+v.Entity]; !strings.HasPrefix(text, fmt.Sprint(*v.Value)) {
				t.Fatalf("%s %s %s %s: the metric is %v, here it is %q", m, v.Channel, v.Scope, v.Entity, *v.Value, text)
			}
		}
	}
}

func sharesAreWhole(t rapid.TB, i Impact, c ChannelImpact) {
	t.Helper()
	total := 0.0
	for _, p := range c.Left {
		total += p.Share
	}
	if len(c.Left) > 0 && math.Abs(total-1) > 1e-9 {
		t.Fatalf("%s %s: shares of who is left sum to %v", i.Entity, c.Channel, total)
	}
}

func unchanged(c ChannelImpact) bool {
	for _, v := range []Without{c.PeopleForHalf, c.TopShare} {
		if v.Before != nil && (v.TakenOut == nil || v.Redistributed == nil || *v.TakenOut != *v.Before || math.Abs(*v.Redistributed-*v.Before) > 1e-12) {
			return false
		}
	}
	return c.Unclaimed == 0
}

// oneByOne: when one leaves and then another, the load falls as when both leave, and none of it is lost.
func oneByOne(t rapid.TB, people []part, a, b int32) {
	t.Helper()
	everybody := func(int32) bool { return true }
	first, lost := fall(people, map[int32]bool{a: true}, everybody)
	then, more := fall(first, map[int32]bool{b: true}, everybody)
	both, unclaimed := fall(people, map[int32]bool{a: true, b: true}, everybody)
	if len(then) != len(both) || math.Abs(lost+more-unclaimed) > 1e-9 || math.Abs(sum(both)+unclaimed-sum(people)) > 1e-9 {
		t.Fatalf("of %v without %d, then %d: %v and %v lost; without both %v and %v", people, a, b, then, lost+more, both, unclaimed)
	}
	for n := range both {
		if both[n].person != then[n].person || math.Abs(both[n].items-then[n].items) > 1e-9 {
			t.Fatalf("one by one %v, both %v", then, both)
		}
	}
}

// Without anybody gone the greedy removal is that of the last week; and one person alone takes it to nothing exactly where
// alone says so.
func TestWhoHoldsTheCodeIsThatOfTheLastWeek(t *testing.T) {
	ctx := context.Background()
	db := factsOnly(t)
	check(t, 60, func(t *rapid.T) {
		n := drawHistory(t)
		rows, err := authorshipOf(ctx, db, n)
		if err != nil {
			t.Fatal(err)
		}
		s := &Situation{Week: naiveMonday.AddDate(0, 0, 7*(naiveWeeks-1)), People: map[int32]*Somebody{}, byPlace: map[placeKey]*standingPlace{}, services: map[int32]string{}}
		for _, read := range []func(context.Context, querier) error{s.readPeople, s.readNames, s.readCode} {
			if err := read(ctx, db); err != nil {
				t.Fatal(err)
			}
		}
		for key, row := range rows {
			var scope, entity string
			var week int
			if _, err := fmt.Sscan(key, &scope, &entity, &week); err != nil {
				t.Fatal(err)
			}
			if week != naiveWeeks-1 || row.activeFiles == 0 {
				continue
			}
			code := s.byPlace[placeKey{scope, entity}].code
			before := code.left(s.isActive, nil)
			if code.files != row.activeFiles || !slices.Equal(before, row.removed[kept]) {
				t.Fatalf("%s: %d files, %v; in the week %d, %v", key, code.files, before, row.activeFiles, row.removed[kept])
			}
			alone := code.alone(s.isActive)
			for _, author := range code.authors(s.isActive) {
				after := code.left(s.isActive, map[int32]bool{author.person: true})
				if isLast := len(before) > 0 && len(after) == 0; isLast != slices.Contains(alone, author.person) {
					t.Fatalf("%s: without %d %v after %v; alone are %v", key, author.person, after, before, alone)
				}
			}
		}
	})
}

// A simulation is JSON without a null where a list is meant.
func TestASimulationHasNoNullLists(t *testing.T) {
	s, load := situationOf(t, leavingWarehouse(t))
	text, err := json.Marshal(s.Simulate([]int32{5}, load))
	if err != nil || strings.Contains(string(text), `"left":null`) || strings.Contains(string(text), `"lost":null`) {
		t.Errorf("%s, %v", text, err)
	}
}
