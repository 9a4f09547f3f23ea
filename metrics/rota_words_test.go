package metrics

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// rotaWorld is a small organisation in which everything happens on whole days, counted back from the day after the last
// kept week: day 1 is its Sunday. Service s has policy s%2 and belongs to team s%2, but the last to nobody. If isSplit, service
// 0 is two in PagerDuty, and has policy 1 too.
type rotaWorld struct {
	isSplit   bool
	shifts    []rotaShift
	members   []membership
	responses []rotaResponse
}

type rotaShift struct{ person, policy, level, from, to int } // on call on the days from ≥ d > to; 0 for from or to is open

type membership struct{ team, person, since, left int } // 0: was always, is still

type rotaResponse struct{ service, person, day int }

const (
	rotaServices = 3
	rotaPeople   = 5
	rotaWeeks    = 3
	rotaDays     = 200
)

func randomRota(t *rapid.T) rotaWorld {
	person, day := rapid.IntRange(1, rotaPeople), rapid.IntRange(1, rotaDays)
	return rotaWorld{
		isSplit: rapid.Bool().Draw(t, "is split"),
		shifts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotaShift {
			s := rotaShift{person: person.Draw(t, "person"), policy: rapid.IntRange(0, 1).Draw(t, "policy"), level: rapid.IntRange(1, 2).Draw(t, "level")}
			s.from = day.Draw(t, "from")
			s.to = max(s.from-rapid.IntRange(1, 40).Draw(t, "days"), 0)
			if rapid.IntRange(0, 9).Draw(t, "open") == 0 {
				s.from = 0
			}
			return s
		}), 0, 8).Draw(t, "shifts"),
		members: rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) membership {
			m := membership{team: rapid.IntRange(0, 1).Draw(t, "team"), person: person.Draw(t, "person")}
			if rapid.Bool().Draw(t, "joined") {
				m.since = day.Draw(t, "since")
			}
			if rapid.Bool().Draw(t, "left") {
				m.left = day.Draw(t, "left")
			}
			return m
		}), 0, 4, func(m membership) [2]int { return [2]int{m.team, m.person} }).Draw(t, "members"),
		responses: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotaResponse {
			return rotaResponse{rapid.IntRange(0, rotaServices-1).Draw(t, "service"), person.Draw(t, "person"), day.Draw(t, "day")}
		}), 1, 12).Draw(t, "responses"),
	}
}

func (w rotaWorld) facts() map[string][]byte {
	date := func(day int) time.Time { return lastWeek.AddDate(0, 0, 7-day) }
	orEmpty := func(day int, format string) string {
		if day == 0 {
			return ""
		}
		return date(day).Format(format)
	}
	given := map[string]*strings.Builder{}
	row := func(table, header, format string, args ...any) {
		if given[table] == nil {
			given[table] = &strings.Builder{}
			given[table].WriteString(header + "\n")
		}
		fmt.Fprintf(given[table], format+"\n", args...)
	}
	row("facts.teams", "team_id,team,name", "1,T0,Zero\n2,T1,One")
	for s := range rotaServices {
		team := fmt.Sprint(s%2 + 1)
		if s == rotaServices-1 {
			team = ""
		}
		row("facts.services", "service_id,service,name,team_id,is_deleted", "%d,S%d,Service,%s,false", s+1, s, team)
		row("facts.pagerduty_services", "pagerduty_service,service_id,policy,is_deleted", "S%d,%d,P%d,false", s, s+1, s%2)
	}
	if w.isSplit {
		row("facts.pagerduty_services", "", "S0b,1,P1,false")
	}
	for _, s := range w.shifts {
		row("facts.on_call", "person_id,policy,level,started_at,ended_at,first_on,last_on", "%d,P%d,%d,%s,%s,%s,%s", s.person, s.policy, s.level,
			orEmpty(s.from, time.RFC3339), orEmpty(s.to, time.RFC3339), orEmpty(s.from, time.DateOnly), lastDay(s, date))
	}
	for _, m := range w.members {
		row("facts.team_members", "team_id,person_id,since_at,left_at", "%d,%d,%s,%s", m.team+1, m.person, orEmpty(m.since, time.RFC3339), orEmpty(m.left, time.RFC3339))
	}
	for i, r := range w.responses {
		team := fmt.Sprint(r.service%2 + 1)
		if r.service == rotaServices-1 {
			team = ""
		}
		week := date(r.day)
		for week.Weekday() != time.Monday {
			week = week.AddDate(0, 0, -1)
		}
		row("facts.responses", "incident_id,service_id,team_id,person_id,responded_on,week", "%d,%d,%s,%d,%s,%s", i, r.service+1, team, r.person,
			date(r.day).Format(time.DateOnly), week.Format(time.DateOnly))
	}
	bytes := map[string][]byte{}
	for table, text := range given {
		bytes[table] = []byte(text.String())
	}
	return bytes
}

func lastDay(s rotaShift, date func(int) time.Time) string {
	if s.to == 0 {
		return ""
	}
	return date(s.to + 1).Format(time.DateOnly)
}

func (s rotaShift) has(day int) bool { return (s.from == 0 || day <= s.from) && day > s.to }

// isMember tells whether somebody is in a team at the end of a day.
func (m membership) has(day int) bool {
	return (m.since == 0 || day <= m.since) && (m.left == 0 || day > m.left)
}

// rotaSums is what a week says of an entity, in the words of the catalogue.
type rotaSums struct {
	items, people, eligible int
	onCall                  int
	effective               float64
	members, reached        int
}

// sums looks at every single day. services are those of the entity, teams those that own them.
func (w rotaWorld) sums(back int, services []int) rotaSums {
	end := 7 * back // the window's last day is end+1, its first is end+91
	policies, teams, isService := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, s := range services {
		policies[s%2], isService[s] = true, true
		if s == 0 && w.isSplit {
			policies[1] = true
		}
		if s != rotaServices-1 {
			teams[s%2] = true
		}
	}
	var sums rotaSums
	responders, eligible, members, reached, days := map[int]bool{}, map[int]bool{}, map[int]bool{}, map[int]bool{}, map[int]int{}
	for _, r := range w.responses {
		if isService[r.service] && r.day > end && r.day <= end+91 {
			sums.items++
			responders[r.person], eligible[r.person] = true, true
		}
	}
	for day := end + 1; day <= end+91; day++ {
		isPrimary := map[int]bool{}
		for _, s := range w.shifts {
			if policies[s.policy] && s.has(day) {
				eligible[s.person] = true
				if day <= end+90 {
					reached[s.person] = true
				}
				isPrimary[s.person] = isPrimary[s.person] || s.level == 1
			}
		}
		for person, is := range isPrimary {
			if is {
				days[person]++
			}
		}
		for _, m := range w.members {
			// Whoever joins or leaves at some time of a week is a member in all of it.
			week := day + (7-day%7)%7
			if teams[m.team] && (m.has(day) || m.left > 0 && m.left > week-7 && m.left <= week || m.since > week-7 && m.since <= week && m.since > 0) &&
				(m.left == 0 || m.since == 0 || m.left < m.since) {
				eligible[m.person] = true
			}
		}
	}
	for _, m := range w.members {
		if teams[m.team] && m.has(end+1) {
			members[m.person] = true
		}
	}
	total, squares := 0, 0
	for _, n := range days {
		total += n
		squares += n * n
	}
	sums.people, sums.eligible, sums.onCall, sums.members = len(responders), len(eligible), len(days), len(members)
	if squares > 0 {
		sums.effective = float64(total*total) / float64(squares)
	}
	for person := range members {
		if reached[person] {
			sums.reached++
		}
	}
	if len(reached) == 0 || len(members) == 0 {
		sums.members, sums.reached = 0, 0 // no row
	}
	return sums
}

func TestRotasAgainstTheirWords(t *testing.T) {
	entities := map[string][]int{"service S0": {0}, "service S1": {1}, "service S2": {2}, "team T0": {0}, "team T1": {1}, "org organisation": {0, 1, 2}}
	check(t, 12, func(rt *rapid.T) {
		w := randomRota(rt)
		for i, m := range w.members { // nobody leaves before they join
			if m.left > 0 && m.since > 0 && m.left >= m.since {
				w.members[i].left = 0
			}
		}
		db := buildFromFacts(t, sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: rotaWeeks}, w.facts())
		defer db.Close()
		for name, got := range readRotaSums(t, db) {
			key, back := name.entity, name.back
			want := w.sums(back, entities[key])
			if !got.hasWork {
				want.items, want.people, want.eligible = 0, 0, 0
			}
			if math.Abs(got.effective-want.effective) > 1e-9 {
				rt.Fatalf("%s, %d weeks before: effectively %v on call, want %v", key, back, got.effective, want.effective)
			}
			want.effective = got.effective
			if got.rotaSums != want {
				rt.Fatalf("%s, %d weeks before: got %+v, want %+v in %+v", key, back, got.rotaSums, want, w)
			}
		}
	})
}

type rotaKey struct {
	entity string
	back   int
}

type builtSums struct {
	rotaSums
	hasWork bool // there is a series, so there was a response up to this week
}

func readRotaSums(t *testing.T, db *sql.DB) map[rotaKey]builtSums {
	t.Helper()
	rows, err := db.Query(context.Background(), `
		WITH entities AS (
			SELECT DISTINCT e.scope, e.entity, w.week FROM weekly.rotas AS e CROSS JOIN weekly.weeks AS w WHERE e.scope <> 'policy'
		)
		SELECT e.scope || ' ' || e.entity, (DATE '2026-01-05' - e.week) // 7, c.items IS NOT NULL, COALESCE(c.items, 0), COALESCE(c.people, 0),
			COALESCE(c.eligible_people, 0), COALESCE(r.people, 0), COALESCE(r.effective_people, 0), COALESCE(m.members, 0), COALESCE(m.reached, 0)
		FROM entities AS e
		LEFT JOIN weekly.concentration AS c ON c.channel = 'pages' AND c.scope = e.scope AND c.entity = e.entity AND c.week = e.week
		LEFT JOIN weekly.rotation AS r ON r.scope = e.scope AND r.entity = e.entity AND r.week = e.week
		LEFT JOIN weekly.reach AS m ON m.scope = e.scope AND m.entity = e.entity AND m.week = e.week`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	sums := map[rotaKey]builtSums{}
	for rows.Next() {
		var k rotaKey
		var s builtSums
		if err := rows.Scan(&k.entity, &k.back, &s.hasWork, &s.items, &s.people, &s.eligible, &s.onCall, &s.effective, &s.members, &s.reached); err != nil {
			t.Fatal(err)
		}
		sums[k] = s
	}
	if err := rows.Err(); err != nil || len(sums) != 6*rotaWeeks {
		t.Fatalf("%d rows, %v", len(sums), err)
	}
	return sums
}
