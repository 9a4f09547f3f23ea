package metrics

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkPages builds facts, weekly and metrics over three years of synthetic incidents of 10,000 services in 1,500
// rotas of 300 teams, from staging tables: what it takes to read JSON is measured elsewhere. FEWHANDS_BENCH_PAGES sets the
// number of pages (default 300,000; the design's aim is 10,000,000 in 60 s and 2 GiB).
func BenchmarkPages(b *testing.B) {
	pages := 300_000
	if text := os.Getenv("FEWHANDS_BENCH_PAGES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		pages = n
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
		for _, table := range []struct{ name, query string }{
			{"users", `SELECT 'U' || i AS user_id, 'Person ' || i AS name, 'p' || i || '@example.com' AS email,
				['Europe/Stockholm', 'America/Denver', 'Pacific/Auckland', 'Asia/Kolkata', 'America/New_York'][1 + i % 5] AS time_zone,
				FALSE AS is_reference, TIMESTAMPTZ '2026-03-01 00:00:00Z' AS fetched_at FROM range(5000) AS r (i)`},
			{"teams", `SELECT 'T' || i AS team_id, 'Team ' || i AS name, FALSE AS is_deleted, NULL::TIMESTAMPTZ AS gone_at FROM range(300) AS r (i)`},
			{"team_members", `SELECT 'T' || (i % 300) AS team_id, 'U' || i AS user_id, 'responder' AS role,
				TIMESTAMPTZ '2023-03-01 00:00:00Z' AS first_seen_at, NULL::TIMESTAMPTZ AS left_at FROM range(5000) AS r (i)`},
			{"services", `SELECT 'S' || i AS service_id, 'Service ' || i AS name, '' AS description, 'active' AS status,
				'E' || (i % 1500) AS escalation_policy_id, ['T' || (i % 300)] AS team_ids, '' AS html_url, FALSE AS is_deleted,
				NULL::TIMESTAMPTZ AS gone_at FROM range(10000) AS r (i)`},
			{"oncalls", `SELECT 'E' || policy AS escalation_policy_id, level, 'D' || policy AS schedule_id,
				'U' || ((policy % 300) + 300 * ((turn + level) % 8)) AS user_id, TIMESTAMPTZ '2023-03-06 09:00:00Z' + turn * INTERVAL 84 HOURS AS start_at,
				TIMESTAMPTZ '2023-03-06 09:00:00Z' + (turn + 1) * INTERVAL 84 HOURS AS end_at
				FROM range(1500) AS p (policy), range(1, 3) AS l (level), range(312) AS t (turn)`},
			// Two pages in three incidents, six entries each: the square of a uniform number is who answers.
			{"incidents", fmt.Sprintf(`SELECT 'Q' || i AS incident_id, 'It is slow' AS title, opened AS created_at, 'resolved' AS status, 'high' AS urgency,
				'S' || service AS service_id, 'E' || (service %% 1500) AS escalation_policy_id, opened + INTERVAL 3 HOURS AS resolved_at
				FROM (SELECT i, %s AS opened, %s AS service FROM range(%d) AS r (i))`, syntheticAt, syntheticService, pages*2/3)},
			{"log_entries", fmt.Sprintf(`SELECT 'R' || i || kind AS log_entry_id,
				['trigger', 'assign', 'notify', 'notify', 'acknowledge', 'resolve'][kind] || '_log_entry' AS type,
				opened + [0, 1, 5, 90, 300 + i %% 900, 9000][kind] * INTERVAL 1 SECOND AS created_at, 'Q' || i AS incident_id,
				CASE WHEN kind >= 5 THEN 'U' || person ELSE 'S' || service END AS agent_id,
				CASE WHEN kind >= 5 THEN 'user_reference' ELSE 'service_reference' END AS agent_type,
				CASE WHEN kind IN (3, 4) THEN 'U' || person END AS user_id,
				CASE WHEN kind IN (3, 4) THEN ['push_notification', 'sms_notification'][1 + i %% 2] END AS notification_type,
				CASE WHEN kind = 2 THEN ['U' || person] END AS assignee_ids,
				CASE WHEN kind = 1 THEN 'host-' || (i %% 50) END AS alert_source
				FROM (SELECT i, %s AS opened, %s AS service, (service %% 300) + 300 * (hash(i * 5) %% 8 * (hash(i * 3) %% 8) // 8) AS person
					FROM range(%d) AS r (i)), range(1, 7) AS k (kind)
				WHERE kind <> 4 OR i %% 2 = 0`, syntheticAt, syntheticService, pages*2/3)},
		} {
			table.name = "staging.pagerduty_" + table.name
			for _, stmt := range []string{
				"CREATE TABLE staging.columns AS SELECT * FROM " + table.name + " LIMIT 0",
				"DROP VIEW " + table.name,
				"CREATE TABLE " + table.name + " AS SELECT * FROM staging.columns",
				"DROP TABLE staging.columns",
				"INSERT INTO " + table.name + " BY NAME " + table.query,
			} {
				if err := tx.Exec(ctx, stmt); err != nil {
					return fmt.Errorf("%s: %w", table.name, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var table string
		var since time.Time
		step := func(next string, _, _ int) {
			if spent := time.Since(since); table != "" && spent > time.Second {
				b.Logf("%-24s %6.1f s", table, spent.Seconds())
			}
			table, since = next, time.Now()
		}
		if err := db.BuildLayers(ctx, []string{"facts", "weekly", "metrics"}, settings, computed(nil), step); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(peakMiB(), "peak-MiB")
}

const (
	syntheticAt      = "TIMESTAMPTZ '2023-03-06 00:00:00Z' + (hash(i * 7) % 94348800) * INTERVAL 1 SECOND"
	syntheticService = "(hash(i * 11) % 100 * (hash(i * 13) % 100))::INTEGER"
)
