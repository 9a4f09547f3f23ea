package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/org"
	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

const declaredOrg = `teams:
  - {id: payments, name: Payments}
  - {id: web, name: Web Shop}
services:
  - id: checkout
    team: payments
    owners: {technical: ana, product: bo}
    pagerduty: [PA, PB]
    jira: [{project: PAY, component: Checkout}]
    repositories: [{name: mono, paths: [checkout/**]}]
    runbook: https://wiki.example.com/checkout
  - {id: search, pagerduty: PC}
  - {id: library, repositories: [{name: mono, paths: lib/**}]}
people:
  - {id: ana, team: payments, timezone: Europe/Stockholm, emails: ana@example.com, role: developer}
  - {id: bo, team: web, timezone: Asia/Tokyo, accounts: {pagerduty: UBO}, left: 2026-01-31}
  - {id: cleo, timezone: America/Denver, emails: cleo@example.com}
interventions:
  - {on: 2026-03-02, team: payments, what: Weekly rotation}
  - {on: 2026-02-02, service: search, what: Runbook}
`

const declaredCatalogue = `kind: Component
metadata: {name: Search, title: Search of Backstage, annotations: {pagerduty.com/service-id: PD, jira/project-key: PAY}}
spec: {owner: web}
---
kind: Component
metadata: {name: ledger, annotations: {pagerduty.com/service-id: PA, github.com/project-slug: example/Ledger}}
spec: {owner: finance}
`

// declaredWorld stores a small account, a site and two repositories with what is declared of them, and builds it.
func declaredWorld(t *testing.T, yaml string) *sql.DB {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	raw := func(table, id, payload string) string {
		return fmt.Sprintf(`INSERT INTO raw.%s (id, payload, fetched_at) VALUES ('%s', '%s', TIMESTAMPTZ '2025-01-01 00:00:00Z')`, table, id, payload)
	}
	statements := []string{
		raw("pagerduty_teams", "TP", `{"name": "payments"}`),
		raw("pagerduty_teams", "TS", `{"name": "SRE"}`),
		raw("pagerduty_team_members", "TP/UANA", `{"role": "manager"}`),
		raw("pagerduty_team_members", "TS/UANA", `{}`),
		raw("pagerduty_team_members", "TS/UCLEO", `{}`),
		raw("pagerduty_users", "UANA", `{"name": "Ana Lind", "email": "ana@example.com", "time_zone": "America/New_York"}`),
		raw("pagerduty_users", "UBO", `{"name": "Bo", "email": "bo@example.com"}`),
		raw("pagerduty_users", "UCLEO", `{"name": "Cleo", "email": "cleo@example.com", "time_zone": "Mars/Base"}`),
		raw("pagerduty_services", "PA", `{"name": "Checkout A", "escalation_policy": {"id": "E1"}, "teams": [{"id": "TS"}], "html_url": "https://pd/PA"}`),
		raw("pagerduty_services", "PB", `{"name": "Checkout B", "escalation_policy": {"id": "E2"}, "teams": []}`),
		raw("pagerduty_services", "PC", `{"name": "Search", "escalation_policy": {"id": "E1"}, "teams": [{"id": "TS"}]}`),
		raw("pagerduty_services", "PD", `{"name": "Search index", "escalation_policy": {"id": "E1"}, "teams": []}`),
		raw("pagerduty_services", "PE", `{"name": "Mail", "escalation_policy": {"id": "E1"}, "teams": [{"id": "TP"}]}`),
		raw("jira_projects", "1", `{"key": "PAY", "name": "Payments project"}`),
		raw("jira_projects", "2", `{"key": "OPS", "name": "Operations"}`),
		`INSERT INTO raw.git_repositories BY NAME SELECT unnest([1, 2]) AS repo_id, unnest(['mono', 'books']) AS name,
			unnest(['/srv/git/mono', 'git@git.example.com:example/ledger.git']) AS source, TIMESTAMPTZ '2026-03-02 00:00:00Z' AS read_at,
			TRUE AS has_line_counts, 'inexact' AS rename_detection, '1' AS classifier`,
		`INSERT INTO raw.git_paths SELECT 1, i, path, 'source' FROM (SELECT unnest(range(4)) AS i,
			unnest(['checkout/a.go', 'lib/b.go', 'lib/c.go', 'README.md']) AS path)`,
		`INSERT INTO raw.git_paths VALUES (2, 0, 'x.go', 'source')`,
		`INSERT INTO raw.git_trees SELECT repo_id, path_id, DATE '2026-01-05', NULL FROM raw.git_paths`,
		`INSERT INTO raw.codeowners VALUES (1, 'CODEOWNERS', 1, '*', '@example/Web-Shop'), (1, 'CODEOWNERS', 2, '/checkout/', '@example/sre'),
			(1, 'CODEOWNERS', 3, 'README.md', '@example/writers'), (1, 'CODEOWNERS', 3, 'README.md', 'cleo@example.com')`,
	}
	for i, s := range []string{"PA", "PA", "PB", "PC"} {
		statements = append(statements, raw("pagerduty_incidents", fmt.Sprint("I", i), fmt.Sprintf(
			`{"service": {"id": "%s", "summary": "x"}, "escalation_policy": {"id": "E9"}, "created_at": "2026-02-02T10:00:00Z", "status": "resolved", "title": "x"}`, s)))
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, statement := range statements {
			if err := tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	declared, err := org.Parse("org.yaml", "org.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	catalogue := filepath.Join(t.TempDir(), "catalog-info.yaml")
	if err := os.WriteFile(catalogue, []byte(declaredCatalogue), 0o600); err != nil {
		t.Fatal(err)
	}
	if yaml != "" {
		if _, err := declared.AddBackstage([]org.File{{Path: catalogue, Shown: "catalog-info.yaml"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := org.Store(ctx, db, declared); err != nil {
		t.Fatal(err)
	}
	settings := sql.Settings{AsOf: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Weeks: 4}
	if err := metrics.Build(ctx, db, metrics.BuildOptions{Settings: settings}); err != nil {
		t.Fatal(err)
	}
	return db
}

func wantLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDeclaredServicesHaveTheirPartsAndTheRestStandsAlone(t *testing.T) {
	db := declaredWorld(t, declaredOrg)
	wantLines(t, "teams", lines(t, db, `SELECT concat_ws(' ', team, '=', name, source, is_declared) FROM facts.teams`),
		"payments = Payments org.yaml true", "web = Web Shop org.yaml true", "finance = finance backstage true",
		"TS = SRE pagerduty false", "example/writers = writers codeowners false")
	// Search has no team in org.yaml: Backstage says web. The library has CODEOWNERS only; mail only PagerDuty.
	wantLines(t, "services", lines(t, db, `
		SELECT concat_ws(' ', s.service, '=', s.name, '|', COALESCE(t.team, '-'), s.source, s.has_runbook, COALESCE(s.runbook_url, '-'))
		FROM facts.services AS s LEFT JOIN facts.teams AS t USING (team_id)`),
		"checkout = checkout | payments org.yaml true https://wiki.example.com/checkout", "search = search | web org.yaml false -",
		"library = library | web org.yaml false -", "ledger = ledger | finance backstage false -", "PE = Mail | payments pagerduty false -",
		"OPS = Operations | - jira false -")
	wantLines(t, "parts", lines(t, db, `
		SELECT concat_ws(' ', pagerduty_service, service, policy) FROM facts.pagerduty_services JOIN facts.services USING (service_id)
		UNION ALL
		SELECT concat_ws(' ', project_key, COALESCE(component, '*'), service) FROM facts.jira_services JOIN facts.services USING (service_id)`),
		"PA checkout E1", "PB checkout E2", "PC search E1", "PD search E1", "PE PE E1", "PAY Checkout checkout", "PAY * search", "OPS * OPS")
	wantLines(t, "incidents", lines(t, db, `
		SELECT concat_ws(' ', incident, service, team, p.policy, i.has_runbook) FROM facts.incidents AS i JOIN facts.incident_keys USING (incident_id)
		JOIN facts.policies AS p ON p.policy_id = i.service_policy_id
		JOIN facts.services USING (service_id) JOIN facts.teams ON teams.team_id = i.team_id`),
		"I0 checkout payments E1 true", "I1 checkout payments E1 true", "I2 checkout payments E2 true", "I3 search web E1 false")
	wantLines(t, "paths", lines(t, db, `
		SELECT concat_ws(' ', repo, path, service) FROM facts.service_paths JOIN facts.paths USING (repo_id, path_id)
		JOIN facts.repositories USING (repo_id) JOIN facts.services USING (service_id)`),
		"mono checkout/a.go checkout", "mono lib/b.go library", "mono lib/c.go library", "books x.go ledger")
	wantLines(t, "owners of paths", lines(t, db, `
		SELECT concat_ws(' ', path, owner, team, name) FROM facts.path_rules JOIN facts.path_owners USING (repo_id, line)
		JOIN facts.paths USING (repo_id, path_id) LEFT JOIN facts.teams USING (team_id) LEFT JOIN (SELECT person_id, name AS person FROM facts.people) AS p USING (person_id)`),
		"README.md @example/writers example/writers writers", "README.md cleo@example.com", "checkout/a.go @example/sre TS SRE",
		"lib/b.go @example/Web-Shop web Web Shop", "lib/c.go @example/Web-Shop web Web Shop")
	wantLines(t, "mappings", lines(t, db, "SELECT concat_ws(' ', kind, thing, is_mapped) FROM facts.mappings"),
		"pagerduty PA true", "pagerduty PB true", "pagerduty PC true", "pagerduty PD true", "pagerduty PE true", // mail has PagerDuty's team
		"jira PAY true", "jira OPS false", "repository mono true", "repository books true")
	wantLines(t, "interventions", lines(t, db, `
		SELECT concat_ws(' ', intervention_id, happened_on, COALESCE(team, service), what) FROM facts.interventions
		LEFT JOIN facts.teams USING (team_id) LEFT JOIN facts.services USING (service_id)`),
		"1 2026-02-02 search Runbook", "2 2026-03-02 payments Weekly rotation")
}

func TestDeclaredPeople(t *testing.T) {
	db := declaredWorld(t, declaredOrg)
	const declared = "(SELECT person_id, account FROM facts.identities WHERE source = 'org')"
	// PagerDuty has Ana in SRE too: there she is not. Cleo has no declared team, so PagerDuty's holds.
	wantLines(t, "members", lines(t, db, `
		SELECT concat_ws(' ', team, account, m.source, COALESCE(role, '-'), COALESCE(left_at::DATE::VARCHAR, '-')) FROM facts.team_members AS m
		JOIN facts.teams USING (team_id) JOIN `+declared+` USING (person_id)`),
		"payments ana org.yaml manager -", "web bo org.yaml - 2026-01-31", "TS cleo pagerduty - -")
	// Ana's own zone in PagerDuty counts before the declared one; Bo has none there, and Cleo one that is none.
	wantLines(t, "time zones", lines(t, db, `
		SELECT concat_ws(' ', account, since::DATE, time_zone) FROM facts.time_zones JOIN `+declared+` USING (person_id)`),
		"ana 1970-01-01 America/New_York", "bo 1970-01-01 Asia/Tokyo", "cleo 1970-01-01 America/Denver")
	wantLines(t, "owners", lines(t, db, `
		SELECT concat_ws(' ', service, duty, owner, account, o.source) FROM facts.service_owners AS o JOIN facts.services USING (service_id)
		JOIN `+declared+` USING (person_id)`),
		"checkout technical ana ana org.yaml", "checkout product bo bo org.yaml")
}

func TestWithoutAnOrganisationEverythingComesFromTheSources(t *testing.T) {
	db := declaredWorld(t, "")
	wantLines(t, "services", lines(t, db, `SELECT service || ' ' || source FROM facts.services`),
		"PA pagerduty", "PB pagerduty", "PC pagerduty", "PD pagerduty", "PE pagerduty", "PAY jira", "OPS jira")
	wantLines(t, "teams", lines(t, db, `SELECT team || ' ' || source FROM facts.teams`),
		"TP pagerduty", "TS pagerduty", "example/Web-Shop codeowners", "example/writers codeowners")
}
