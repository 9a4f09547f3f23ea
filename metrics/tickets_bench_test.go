package metrics

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkTickets builds facts, weekly and metrics over three years of synthetic tickets of 2,000 services in 200 teams, from
// staging tables: what it takes to read JSON is measured elsewhere. FEWHANDS_BENCH_TICKETS sets the number of tickets
// (default 30,000; the design's aim is 1,000,000, with ten entries in the changelog of each, in 60 s and 2 GiB).
func BenchmarkTickets(b *testing.B) {
	tickets := 30_000
	if text := os.Getenv("FEWHANDS_BENCH_TICKETS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		tickets = n
	}
	ctx := context.Background()
	db, err := sql.Open(ctx, filepath.Join(b.TempDir(), "bench.duckdb"), sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	settings := sql.Settings{AsOf: syntheticEnd}
	if err := db.BuildLayers(ctx, []string{"staging"}, settings, computed(nil), nil); err != nil {
		b.Fatal(err)
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, table := range syntheticTickets(tickets) {
			if err := viewToTable(ctx, tx, table.name); err != nil {
				return err
			}
			if err := tx.Exec(ctx, "INSERT INTO "+table.name+" BY NAME "+table.query); err != nil {
				return fmt.Errorf("%s: %w", table.name, err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	resetPeak()
	for b.Loop() {
		steps := &stopwatch{}
		begin := now()
		if err := db.BuildLayers(ctx, []string{"facts", "weekly", "metrics"}, settings, computed(nil), steps.next); err != nil {
			b.Fatal(err)
		}
		steps.next("", 0, 0)
		spent := begin.spent()
		steps.log(b)
		b.ReportMetric(spent.cpu.Seconds(), "cpu-s")
	}
	b.ReportMetric(float64(tickets)*float64(b.N)/b.Elapsed().Seconds(), "tickets/s")
	b.ReportMetric(peakMiB(), "peak-MiB")
}

type syntheticTable struct{ name, query string }

// syntheticTickets are tickets of 2,000 projects, each with ten changes and two comments: three of status, two of the
// assignee, one of the priority, four of other fields. The square of a uniform number is who does something.
func syntheticTickets(tickets int) []syntheticTable {
	const (
		at     = "TIMESTAMPTZ '2023-03-06 00:00:00Z' + (hash(i * 7) % 86400000) * INTERVAL 1 SECOND"
		person = "'U' || ((i % 200) + 200 * (hash(i * 5 + k) % 12 * (hash(i * 3 + k) % 12) // 12))"
	)
	return []syntheticTable{
		{"staging.jira_users", `SELECT 'U' || i AS user_id, 'Person ' || i AS name, 'p' || i || '@example.com' AS email, 'atlassian' AS account_type,
			'Europe/Stockholm' AS time_zone, TRUE AS is_active FROM range(2400) AS r (i)`},
		{"staging.jira_projects", `SELECT i::VARCHAR AS project_id, 'P' || i AS project_key, 'Project ' || i AS name FROM range(2000) AS r (i)`},
		{"staging.jira_statuses", `SELECT * FROM (VALUES ('1', 'To Do', 'new'), ('2', 'Doing', 'indeterminate'), ('3', 'Done', 'done')) AS s
			(status_id, name, category)`},
		{"staging.jira_settings", `SELECT 'reliability_label' AS kind, 'on-call' AS value`},
		{"staging.org_teams", `SELECT 'team-' || i AS team, 'Team ' || i AS name, 'org.yaml' AS source, 'org.yaml:1' AS place FROM range(200) AS r (i)`},
		{"staging.org_services", `SELECT 'service-' || i AS service, 'Service ' || i AS name, 'team-' || (i % 200) AS team, 'org.yaml' AS source,
			'org.yaml:1' AS place FROM range(2000) AS r (i)`},
		{"staging.org_service_jira", `SELECT 'service-' || i AS service, 'P' || i AS project, 'org.yaml' AS source, 'org.yaml:1' AS place
			FROM range(2000) AS r (i)`},
		{"staging.jira_issues", fmt.Sprintf(`SELECT i::VARCHAR AS issue_id, 'P' || (i %% 2000) || '-' || i AS key, 'P' || (i %% 2000) AS project_key,
			['Bug', 'Story', 'Task', 'Incident'][1 + i %% 4] AS type, '3' AS status_id, 'Done' AS status, 'done' AS status_category,
			'Medium' AS priority, 'It is slow in the ' || (i %% 977) || 'th place, and we do not know why' AS summary,
			CASE WHEN i %% 2 = 0 THEN ['on-call', 'backend'] ELSE ['customer'] END AS labels, ['web'] AS components, ['1.' || (i %% 50)] AS fix_versions,
			%[2]s AS creator_id, %[2]s AS reporter_id, %[2]s AS assignee_id, %[1]s AS created_at, %[1]s + INTERVAL 10 DAYS AS resolved_at,
			FALSE AS is_deleted, 'https://example.atlassian.net/browse/P-' || i AS url
			FROM range(%[3]d) AS r (i), (SELECT 0 AS k)`, at, person, tickets)},
		{"staging.jira_changes", fmt.Sprintf(`SELECT i::VARCHAR AS issue_id, (10 * i + k)::VARCHAR AS history_id, 1 AS item, %[2]s AS author_id,
			%[1]s + k * INTERVAL 1 DAY AS happened_at,
			['assignee', 'status', 'labels', 'priority', 'description', 'assignee', 'status', 'summary', 'Link', 'status'][k] AS field,
			[NULL, '1', NULL, '2', NULL, 'U' || (i %% 200), '2', NULL, NULL, '2'][k] AS from_value,
			[NULL, 'To Do', '', 'Low', 'old', 'Person', 'Doing', 'old', NULL, 'Doing'][k] AS from_text,
			['U' || (i %% 200), '2', NULL, '3', NULL, 'U' || (i %% 200 + 200), '2', NULL, 'X-1', '3'][k] AS to_value,
			['Person', 'Doing', 'backend', 'High', 'new', 'Person', 'Doing', 'new', 'This blocks X-1', 'Done'][k] AS to_text
			FROM range(%[3]d) AS r (i), range(1, 11) AS c (k)`, at, person, tickets)},
		{"staging.jira_comments", fmt.Sprintf(`SELECT i::VARCHAR AS issue_id, (2 * i + k)::VARCHAR AS comment_id, %[2]s AS author_id,
			%[1]s + (3 * k) * INTERVAL 1 DAY AS created_at, FALSE AS is_deleted
			FROM range(%[3]d) AS r (i), range(1, 3) AS c (k)`, at, person, tickets)},
	}
}
