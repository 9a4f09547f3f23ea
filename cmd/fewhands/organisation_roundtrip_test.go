package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/ingest/org"
	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// Names and ids that mean harm to YAML, SQL, a glob, a page or a table; every one of them may be a name.
var hostileTexts = []string{
	"payments", "Payments", "PAYMENTS ", `'; DROP TABLE facts.teams; --`, `"quoted"`, "a: b", "- x", "{a}", "[b]", "*", "&anchor", "!tag", "%41",
	"null", "true", "1e3", "0x10", "2026-01-01", "<script>alert(1)</script>", "=1+1", "__f__", "\u202eevil", "é", "e\u0301", "日本語", "🦆",
	"a/b", "../..", "$1", "${HOME}", "{{.}}", `back\slash`, "50 % off", "@group/team", "#hash", "a\u00a0b", "|", ">", "~", "name with  spaces",
}

// A declaredModel is an organisation as lines of facts, and as the file that says so.
type declaredModel struct {
	file                                                    map[string]any
	teams, services, pagerduty, jira, owners, members, plan []string
}

func drawOrganisation(t *rapid.T) (m declaredModel) {
	id := rapid.SampledFrom(hostileTexts).Filter(func(s string) bool { return s != "PAYMENTS " })
	ids := func(what string) []string { return rapid.SliceOfNDistinct(id, 3, 12, rapid.ID).Draw(t, what) }
	name := rapid.SampledFrom(append([]string{""}, hostileTexts...))
	maybe := func(what string, of []string) string {
		if len(of) == 0 || rapid.Bool().Draw(t, what+"?") {
			return ""
		}
		return rapid.SampledFrom(of).Draw(t, what)
	}
	shown := func(name, id string) string {
		if name == "" {
			return id
		}
		return name
	}
	teams, people, services := ids("teams"), ids("people"), ids("services")
	var teamList, personList, serviceList, plans []any
	for _, id := range teams {
		name := name.Draw(t, "name")
		teamList = append(teamList, map[string]any{"id": id, "name": name})
		m.teams = append(m.teams, fmt.Sprintf("%q %q", id, shown(name, id)))
	}
	for i, id := range people {
		team := maybe("team", teams)
		personList = append(personList, map[string]any{
			"id": id, "name": name.Draw(t, "name"), "team": team, "emails": []string{fmt.Sprintf("p%d@example.com", i)},
		})
		if team != "" {
			m.members = append(m.members, fmt.Sprintf("%q %q", team, id))
		}
	}
	parts := ids("parts") // services of PagerDuty and projects, dealt out
	for i, id := range services {
		name, team := name.Draw(t, "name"), maybe("team", teams)
		service := map[string]any{"id": id, "name": name, "team": team}
		m.services = append(m.services, fmt.Sprintf("%q %q %q", id, shown(name, id), team))
		if owner := maybe("owner", people); owner != "" {
			service["owners"] = map[string]any{"technical": owner}
			m.owners = append(m.owners, fmt.Sprintf("%q %q %q", id, "technical", owner))
		}
		var pagerduty []string
		var jira []any
		for n, part := range parts {
			if n%len(services) == i {
				pagerduty = append(pagerduty, part)
				m.pagerduty = append(m.pagerduty, fmt.Sprintf("%q %q", part, id))
				jira = append(jira, map[string]any{"project": part}, map[string]any{"project": part, "component": part})
				m.jira = append(m.jira, fmt.Sprintf("%q %q %q", part, "", id), fmt.Sprintf("%q %q %q", part, part, id))
			}
		}
		service["pagerduty"], service["jira"] = pagerduty, jira
		serviceList = append(serviceList, service)
	}
	for i, id := range services {
		what := "did " + rapid.SampledFrom(hostileTexts).Draw(t, "what")
		plans = append(plans, map[string]any{"on": fmt.Sprintf("2026-01-%02d", i+1), "service": id, "what": what})
		m.plan = append(m.plan, fmt.Sprintf("%q %q %q", fmt.Sprintf("2026-01-%02d", i+1), id, what))
	}
	m.file = map[string]any{"teams": teamList, "people": personList, "services": serviceList, "interventions": plans}
	return m
}

func TestAnyOrganisationIsTheSameInTheFacts(t *testing.T) {
	ctx := context.Background()
	worlds := rapid.Custom(drawOrganisation)
	for seed := range 6 {
		m := worlds.Example(seed)
		text, err := json.MarshalIndent(m.file, "", "  ") // which is YAML too
		if err != nil {
			t.Fatal(err)
		}
		declared, err := org.Parse("org.yaml", "org.yaml", text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		db, err := sql.Open(ctx, "", sql.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := org.Store(ctx, db, declared); err != nil {
			t.Fatal(err)
		}
		settings := sql.Settings{AsOf: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Weeks: 2}
		if err := metrics.Build(ctx, db, metrics.BuildOptions{Settings: settings}); err != nil {
			t.Fatal(err)
		}
		for _, compare := range []struct {
			what  string
			want  []string
			query string
		}{
			{"teams", m.teams, "SELECT team, name FROM facts.teams"},
			{"services", m.services, "SELECT service, s.name, COALESCE(team, '') FROM facts.services AS s LEFT JOIN facts.teams USING (team_id) WHERE s.source = 'org.yaml'"},
			{"members", m.members, "SELECT team, account FROM facts.team_members JOIN facts.teams USING (team_id) JOIN " + declaredIDs + " USING (person_id)"},
			{"owners", m.owners, "SELECT service, duty, account FROM facts.service_owners JOIN facts.services USING (service_id) JOIN " + declaredIDs + " USING (person_id)"},
			{"parts in PagerDuty", m.pagerduty, "SELECT key, service FROM facts.service_keys WHERE source = 'pagerduty'"},
			{"parts in Jira", m.jira, "SELECT project_key, COALESCE(component, ''), service FROM facts.jira_services JOIN facts.services USING (service_id)"},
			{"interventions", m.plan, "SELECT happened_on::VARCHAR, service, what FROM facts.interventions JOIN facts.services USING (service_id)"},
		} {
			got := quotedLines(t, db, compare.query)
			wantLines(t, compare.what, got, compare.want...)
		}
		db.Close()
	}
}

const declaredIDs = "(SELECT person_id, account FROM facts.identities WHERE source = 'org')"

// quotedLines are rows of texts, each text in quotes, sorted.
func quotedLines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		cells, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i := range cells {
			cells[i] = strconv.Quote(cells[i])
		}
		all = append(all, strings.Join(cells, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}
