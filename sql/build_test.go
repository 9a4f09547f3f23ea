package sql

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var testSettings = Settings{AsOf: time.Date(2026, 1, 19, 0, 0, 0, 0, time.UTC), Weeks: 2}

// testComputed stands in for package metrics: everyone is a person, nobody an author.
func testComputed() map[string]Compute {
	statements := func(list ...string) Compute {
		return func(ctx context.Context, tx *Tx) error {
			for _, stmt := range list {
				if err := tx.Exec(ctx, stmt); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return map[string]Compute{
		"facts.people": statements(
			`CREATE OR REPLACE TABLE facts.people AS
				SELECT identity_id AS person_id, name AS person, name, email, FALSE AS is_bot, CAST(NULL AS VARCHAR) AS role,
					CAST(NULL AS DATE) AS left_on, FALSE AS is_declared, 1 AS sources
				FROM staging.git_identities`,
			`CREATE OR REPLACE TABLE facts.identities AS
				SELECT 'git' AS source, repo_id, identity_id, CAST(NULL AS VARCHAR) AS account, name, email, identity_id AS person_id, 'name' AS matched_by
				FROM staging.git_identities`,
			`CREATE OR REPLACE TABLE facts.suggestions AS
				SELECT 1 AS suggestion_id, 1 AS person_id, 2 AS other_person_id, '' AS evidence, 0.5 AS strength`,
		),
		"facts.service_paths": statements(
			`CREATE OR REPLACE TABLE facts.service_paths AS SELECT 1 AS repo_id, 1 AS path_id, 1 AS service_id`,
			`CREATE OR REPLACE TABLE facts.path_overlaps AS SELECT 1 AS repo_id, 1 AS service_id, 2 AS other_service_id, 0 AS paths`,
			`CREATE OR REPLACE TABLE facts.path_rules AS SELECT 1 AS repo_id, 1 AS path_id, 1 AS line`,
		),
		"facts.operational_paths": statements(
			`CREATE OR REPLACE TABLE facts.operational_paths AS SELECT repo_id, path_id FROM facts.paths WHERE path LIKE 'deploy/%'`,
		),
		"facts.watches": statements(
			`CREATE OR REPLACE TABLE facts.watches AS
				SELECT 1 AS person_id, FALSE AS is_backup, TIMESTAMPTZ '2026-01-12 00:00:00Z' AS started_at, TIMESTAMPTZ '2026-01-13 00:00:00Z' AS ended_at,
					DATE '2026-01-12' AS first_on, DATE '2026-01-12' AS last_on, DATE '2026-01-12' AS week`,
		),
		"facts.incidents": statements(
			`CREATE OR REPLACE TABLE facts.incidents AS
				SELECT 1 AS incident_id, 1 AS service_id, 1 AS team_id, 1 AS policy_id, 1 AS service_policy_id, 'high'::ENUM ('high', 'low') AS urgency,
					TRUE AS is_high_priority, TIMESTAMPTZ '2026-01-12 00:00:00Z' AS created_at, NULL::TIMESTAMPTZ AS assigned_at,
					NULL::TIMESTAMPTZ AS acknowledged_at, NULL::TIMESTAMPTZ AS resolved_at, FALSE AS was_merged, 0 AS reassignments,
					0 AS escalations, FALSE AS has_runbook, FALSE AS is_unnamed, DATE '2026-01-12' AS created_on, DATE '2026-01-12' AS week
				LIMIT 0`,
		),
		"facts.pages": statements(
			`CREATE OR REPLACE TABLE facts.pages AS
				SELECT incident_id, service_id, team_id, 1 AS person_id, created_at AS paged_at, NULL::TIMESTAMP AS local_at,
					NULL::ENUM ('business', 'off_hours', 'sleep') AS day_part, TRUE AS is_first, week
				FROM facts.incidents`,
		),
		"facts.responses": statements(
			`CREATE OR REPLACE TABLE facts.responses AS
				SELECT incident_id, service_id, team_id, 1 AS person_id, created_at AS responded_at, 1::SMALLINT AS action_set, TRUE AS is_on_call,
					FALSE AS is_cross_team, week AS acknowledged_week, week AS resolved_week, created_on AS responded_on, week
				FROM facts.incidents`,
		),
		"weekly.authorship": statements(
			`CREATE OR REPLACE TABLE weekly.authorship AS
				SELECT 'repo' AS scope, repo AS entity, week, 3 AS files, 1 AS files_without_history, 1 AS truck_factor,
					3 AS active_files, 1 AS active_truck_factor, 2 AS knowledge_island_files, 0 AS departed_files
				FROM facts.repositories CROSS JOIN weekly.weeks`,
			`CREATE OR REPLACE TABLE weekly.removals AS SELECT 'repo' AS scope, 'payments' AS entity, DATE '2026-01-12' AS week, 'all' AS variant, 1 AS position, 1 AS person_id, 3 AS files, 0.0 AS coverage, TRUE AS is_active`,
			`CREATE OR REPLACE TABLE weekly.file_authors AS
				SELECT repo, NULL::INTEGER AS service_id, 1 AS kind, 3 AS files, 1 AS person_id FROM facts.repositories`,
			`CREATE OR REPLACE TABLE weekly.file_efforts AS
				SELECT repo, NULL::INTEGER AS service_id, 1 AS person_id, 3 AS events FROM facts.repositories`,
			`CREATE OR REPLACE TABLE weekly.active_people AS SELECT 1 AS person_id`,
			`CREATE OR REPLACE TABLE weekly.folders AS SELECT 1 AS files`,
		),
		"findings.interventions": statements(`CREATE OR REPLACE TABLE findings.interventions AS SELECT 'service' AS scope, 'top_share' AS metric`),
		"findings.departures": statements(
			`CREATE OR REPLACE TABLE findings.departures AS SELECT 'service' AS scope, 0 AS last_people`,
			`CREATE OR REPLACE TABLE findings.removals AS SELECT 'service' AS scope, 1 AS person_id`,
			`CREATE OR REPLACE TABLE findings.heirs AS SELECT 'service' AS scope, 1 AS person_id`,
		),
		"findings.findings": statements(
			`CREATE OR REPLACE TABLE findings.findings AS
				SELECT 1 AS finding_id, 'habit' AS finding, 'commits' AS channel, 'repo' AS scope, 'payments' AS entity,
					DATE '2026-01-12' AS last_held, 2 AS people`,
			`CREATE OR REPLACE TABLE findings.evidence AS SELECT 1 AS finding_id, 1 AS place`,
			`CREATE OR REPLACE TABLE findings.suspects AS SELECT 1 AS finding_id, 1 AS person_id`,
			`CREATE OR REPLACE TABLE findings.tests AS SELECT 'service' AS scope, 1 AS state`,
		),
		"weekly.on_call": statements(
			`CREATE OR REPLACE TABLE weekly.on_call AS
				SELECT 'policy' AS scope, 'first' AS entity, 1 AS person_id, DATE '2026-01-12' AS week, DATE '2026-01-12' AS first_on, 3600::BIGINT AS seconds`,
		),
		"weekly.eligibility": statements(
			`CREATE OR REPLACE TABLE weekly.eligibility AS SELECT series_id, person_id, week AS since, week + 91 AS until FROM weekly.contributions`,
			`CREATE OR REPLACE TABLE weekly.eligible AS
				SELECT series_id, channel, scope, entity, week, 2 AS eligible_people
				FROM weekly.spine
				WHERE channel IN ('all', 'commits', 'pages', 'tickets')`,
		),
		"weekly.ranks": statements(
			`CREATE OR REPLACE TABLE weekly.ranks AS
				SELECT series_id, week, person_id, items, items AS year_items, 1 AS rank
				FROM weekly.contributions`,
			`CREATE OR REPLACE TABLE weekly.unranked AS SELECT series_id, week, person_id, items, week AS first_week FROM weekly.ranks LIMIT 0`,
			`CREATE OR REPLACE TABLE weekly.parts AS SELECT 1 AS all_series_id, 2 AS series_id, DATE '2026-01-12' AS week, 10 AS items, TRUE AS is_present`,
			`CREATE OR REPLACE TABLE weekly.spreads AS
				SELECT series_id, week, items, 1 AS people, 0 AS newcomers, items AS top_items, items AS half_items, items * items AS squares, items AS ranked_items,
					1 AS people_for_half, 1 AS people_for_most, person_id AS top_person_id, 1 AS top_tenure, NULL::DOUBLE AS incumbency
				FROM weekly.contributions`,
		),
		"weekly.incidents": statements(
			`CREATE OR REPLACE TABLE weekly.incidents AS
				SELECT 'org' AS scope, 'organisation' AS entity, DATE '2026-01-12' AS week, 7 AS days_of_data, 1 AS incidents, 0 AS reassignments,
					0 AS escalations, 0 AS incidents_with_runbook, 0 AS unnamed_incidents, 0 AS pages, 0 AS unowned_pages, 0 AS named_pages,
					0 AS local_pages, 0 AS responses, 0 AS rostered_responses, 0 AS off_call_responses, 0 AS owned_responses,
					0 AS cross_team_responses
				FROM facts.incidents`,
		),
		"weekly.over_norm": statements(
			`CREATE OR REPLACE TABLE weekly.over_norm AS
				SELECT 'org' AS scope, 'organisation' AS entity, DATE '2026-01-12' AS week, 7 AS days_of_data, 0 AS people_over, 1 AS eligible_people`,
		),
		"weekly.alert_sources": statements(
			`CREATE OR REPLACE TABLE weekly.alert_sources AS SELECT 'checkout' AS service, DATE '2026-01-12' AS week, 1 AS sources`,
		),
		"weekly.medians": statements(
			`CREATE OR REPLACE TABLE weekly.medians AS
				SELECT 'one_role' AS measure, 'org' AS scope, 'organisation' AS entity, DATE '2026-01-12' AS week, 7 AS days_of_data, 0 AS items,
					0.0 AS median_seconds`,
		),
		"weekly.waits": statements(
			`CREATE OR REPLACE TABLE weekly.waits AS
				SELECT 'org' AS scope, 'organisation' AS entity, DATE '2026-01-12' AS week, 0 AS acknowledged, 0.0 AS median_seconds,
					0.0 AS p90_seconds, 0 AS top_person_id, 0 AS on_call_incidents, 0.0 AS on_call_median_seconds, 0 AS off_call_incidents,
					0.0 AS off_call_median_seconds`,
		),
	}
}

// addHistory writes one repository: Ana commits on each day from 2025-11-01 on, Bo on every third.
func addHistory(t *testing.T, db *DB) {
	t.Helper()
	ctx := context.Background()
	err := db.Update(ctx, func(tx *Tx) error {
		for _, stmt := range []string{
			`INSERT INTO raw.git_repositories BY NAME
				SELECT 1 AS repo_id, 'payments' AS name, '/srv/git/payments' AS source, TIMESTAMPTZ '2026-01-19 00:00:00Z' AS read_at,
					TRUE AS has_line_counts, 'inexact' AS rename_detection, '1' AS classifier`,
			`INSERT INTO raw.git_identities VALUES (1, 1, 'Ana', 'a@example.com', 'Ana', 'a@example.com'), (1, 2, 'Bo', 'b@example.com', 'Bo', 'b@example.com')`,
			`INSERT INTO raw.git_commits BY NAME
				SELECT 1 AS repo_id, i AS commit_id, 'c' || i AS sha, 1 AS parents, 1 + (i % 3 = 0)::INTEGER AS author_id, 1 AS committer_id,
					TIMESTAMPTZ '2025-11-01 12:00:00Z' + i * INTERVAL 1 DAY AS authored_at, 0 AS author_utc_offset,
					TIMESTAMPTZ '2025-11-01 12:00:00Z' + i * INTERVAL 1 DAY AS committed_at, 0 AS committer_utc_offset,
					1 AS changes, '' AS subject
				FROM range(75) AS days (i)`,
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// content is every row of every built table, as text, in an order of its own.
func content(t *testing.T, db *DB) map[string]string {
	t.Helper()
	ctx := context.Background()
	all := map[string]string{}
	for _, layer := range Layers {
		for _, table := range append(Tables(layer), "staging.settings") {
			var text string
			query := fmt.Sprintf("SELECT COALESCE(string_agg(r, chr(10) ORDER BY r), '') FROM (SELECT CAST(t AS VARCHAR) AS r FROM %s AS t)", table)
			if err := db.QueryRow(ctx, query).Scan(&text); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
			all[table] = text
		}
	}
	return all
}

func wantSame(t *testing.T, got, want map[string]string) {
	t.Helper()
	for table := range want {
		if got[table] != want[table] {
			t.Errorf("%s differs:\n%s\nwas:\n%s", table, got[table], want[table])
		}
	}
}

func TestASecondBuildGivesTheSame(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	addHistory(t, db)
	var seen int
	progress := func(_ string, done, of int) {
		if done != seen || of < 30 {
			t.Errorf("progress says %d of %d, want %d", done, of, seen)
		}
		seen++
	}
	if err := db.Build(ctx, testSettings, testComputed(), progress); err != nil {
		t.Fatal(err)
	}
	first := content(t, db)
	if first["metrics.top_share"] == "" || first["weekly.ranks"] == "" {
		t.Fatal("the build is empty")
	}
	if err := db.Build(ctx, testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	wantSame(t, content(t, db), first)
}

// Which tables are views is nobody's business, so an update may change it.
func TestWhatWasAViewMayBecomeATable(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	addHistory(t, db)
	if err := db.Build(ctx, testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	before := content(t, db)
	err := db.Update(ctx, func(tx *Tx) error {
		for _, stmt := range []string{
			"DROP VIEW metrics.gini", "CREATE TABLE metrics.gini AS SELECT 1 AS value",
			"DROP TABLE weekly.ranks", "CREATE VIEW weekly.ranks AS SELECT 1 AS rank",
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Build(ctx, testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	wantSame(t, content(t, db), before)
}

func TestAFailedBuildLeavesThePreviousOne(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	addHistory(t, db)
	if err := db.Build(ctx, testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	before := content(t, db)

	// Other weeks, so that every layer would be different, and a fault after most of it is built.
	broken := errors.New("broken")
	computed := testComputed()
	computed["weekly.authorship"] = func(context.Context, *Tx) error { return broken }
	later := Settings{AsOf: testSettings.AsOf.AddDate(0, 0, 7), Weeks: 3}
	err := db.Build(ctx, later, computed, nil)
	if !errors.Is(err, broken) || err.Error() != "build weekly.authorship: broken" {
		t.Fatalf("got %v", err)
	}
	wantSame(t, content(t, db), before)
}

func TestACancelledBuildLeavesThePreviousOne(t *testing.T) {
	db := openMemory(t)
	addHistory(t, db)
	if err := db.Build(context.Background(), testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	before := content(t, db)

	ctx, cancel := context.WithCancel(context.Background())
	progress := func(table string, _, _ int) {
		if table == "weekly.concentration" {
			cancel()
		}
	}
	err := db.Build(ctx, Settings{AsOf: testSettings.AsOf, Weeks: 5}, testComputed(), progress)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	wantSame(t, content(t, db), before)

	if err := db.Build(context.Background(), testSettings, testComputed(), nil); err != nil {
		t.Errorf("the warehouse cannot be built after a cancelled build: %v", err)
	}
}

// A database called like a schema fails in the middle of a build, with a message that helps nobody.
func TestWarehouseMustNotBeNamedLikeASchema(t *testing.T) {
	for _, name := range []string{"weekly.duckdb", "Metrics.db", "raw", "facts.v2.duckdb"} {
		if db, err := Open(context.Background(), filepath.Join(t.TempDir(), name), Options{}); err == nil {
			db.Close()
			t.Errorf("%s was opened", name)
		}
	}
}

func TestBuildOfAnEmptyWarehouse(t *testing.T) {
	db := openMemory(t)
	if err := db.Build(context.Background(), testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	if got := content(t, db)["metrics.top_share"]; got != "" {
		t.Errorf("nothing came from nothing: %s", got)
	}
}

// What a build sets of DuckDB is as before it afterwards, also where it failed.
func TestABuildLeavesSettingsAsTheyWere(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	settings := func() (all string) {
		t.Helper()
		err := db.QueryRow(ctx, `
			SELECT string_agg(name || '=' || value, ' ' ORDER BY name)
			FROM duckdb_settings()`).Scan(&all)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := settings()
	var during string
	broken := errors.New("broken")
	computed := testComputed()
	computed["weekly.ranks"] = func(ctx context.Context, tx *Tx) error {
		if err := tx.QueryRow(ctx, "SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'").Scan(&during); err != nil {
			return err
		}
		return errors.Join(broken, tx.Exec(ctx, "SELECT error('and the transaction with it')"))
	}
	if err := db.Build(ctx, testSettings, computed, nil); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if after := settings(); after != before || during == "" || strings.Contains(before, during) {
		t.Errorf("before: %s\nafter:  %s\nmemory_limit during: %s", before, after, during)
	}
	if err := db.Build(ctx, testSettings, testComputed(), nil); err != nil {
		t.Fatal(err)
	}
	if after := settings(); after != before {
		t.Errorf("before: %s\nafter:  %s", before, after)
	}
}
