package metrics

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkFindings looks for findings in 10,000 services over three years of weeks: every service has a rota of six, 104 incidents a
// year with a response each, and 21 reliability tickets. The design's aim: under 60 s and 2 GiB.
func BenchmarkFindings(b *testing.B) {
	ctx := context.Background()
	for range b.N {
		db, err := sql.Open(ctx, filepath.Join(b.TempDir(), "services.duckdb"), sql.Options{})
		if err != nil {
			b.Fatal(err)
		}
		settings := sql.Settings{AsOf: syntheticEnd, Weeks: 156}
		run := func(layers ...string) {
			b.Helper()
			if err := db.BuildLayers(ctx, layers, settings, computed(nil), nil); err != nil {
				b.Fatal(err)
			}
		}
		run("staging", "facts")
		err = db.Update(ctx, func(tx *sql.Tx) error {
			for _, stmt := range rotatingFacts {
				if err := tx.Exec(ctx, stmt); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		run("weekly", "metrics")
		resetPeak()
		begin := now()
		run("findings")
		took := begin.spent()
		var found, tested int
		if err := db.QueryRow(ctx, "SELECT (SELECT count(*) FROM findings.findings), (SELECT count(*) FROM findings.tests)").Scan(&found, &tested); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(took.wall.Seconds(), "findings-s")
		b.ReportMetric(took.cpu.Seconds(), "findings-cpu-s")
		b.ReportMetric(peakMiB(), "peak-MiB")
		b.ReportMetric(float64(found), "findings")
		b.ReportMetric(float64(tested), "tests")
	}
}

// rotatingFacts make 10,000 services of 500 teams of ten people, six of whom are on call in turn by the team's policy. Two of three
// responses are by whoever is on call.
var rotatingFacts = []string{
	`INSERT INTO facts.people BY NAME SELECT i AS person_id, 'p' || i AS person, 'P ' || i AS name, 'p' || i || '@example.com' AS email, FALSE AS is_bot
		FROM range(1, 5001) AS r (i)`,
	`INSERT INTO facts.teams BY NAME SELECT i AS team_id, 't' || i AS team, 'T ' || i AS name FROM range(1, 501) AS r (i)`,
	`INSERT INTO facts.team_members BY NAME SELECT (i - 1) // 10 + 1 AS team_id, i AS person_id FROM range(1, 5001) AS r (i)`,
	`INSERT INTO facts.services BY NAME SELECT i AS service_id, 's' || i AS service, 'S ' || i AS name, (i - 1) // 20 + 1 AS team_id,
			FALSE AS is_deleted, 'pagerduty' AS source, FALSE AS has_runbook
		FROM range(1, 10001) AS r (i)`,
	`INSERT INTO facts.pagerduty_services BY NAME SELECT 'q' || i AS pagerduty_service, i AS service_id, 'c' || ((i - 1) // 20 + 1) AS policy
		FROM range(1, 10001) AS r (i)`,
	`INSERT INTO facts.on_call BY NAME
		SELECT (t - 1) * 10 + 1 + w % 6 AS person_id, 'c' || t AS policy, 1 AS level, (DATE '2023-01-02' + 7 * w::INTEGER)::TIMESTAMPTZ AS started_at,
			(DATE '2023-01-02' + 7 * w::INTEGER + 7)::TIMESTAMPTZ AS ended_at, DATE '2023-01-02' + 7 * w::INTEGER AS first_on,
			DATE '2023-01-02' + 7 * w::INTEGER + 6 AS last_on, FALSE AS is_direct
		FROM range(1, 501) AS r (t), range(0, 156) AS s (w)`,
	`INSERT INTO facts.policies BY NAME SELECT 'c' || i AS policy, i AS policy_id FROM range(1, 501) AS r (i)`,
	`INSERT INTO facts.incidents BY NAME
		SELECT (s - 1) * 312 + n + 1 AS incident_id, s AS service_id, (s - 1) // 20 + 1 AS team_id, (s - 1) // 20 + 1 AS policy_id,
			(s - 1) // 20 + 1 AS service_policy_id, opened AS created_at, opened + INTERVAL 5 MINUTE AS acknowledged_at, FALSE AS was_merged, 0 AS reassignments, 0 AS escalations,
			FALSE AS has_runbook, FALSE AS is_unnamed, opened::DATE AS created_on, date_trunc('week', opened)::DATE AS week
		FROM (SELECT s, n, DATE '2023-01-02'::TIMESTAMPTZ + INTERVAL 1 HOUR * (84 * n + hash(s, n) % 84)::INTEGER AS opened
			FROM range(1, 10001) AS r (s), range(0, 312) AS q (n))`,
	`INSERT INTO facts.responses BY NAME
		SELECT incident_id, service_id, team_id, (team_id - 1) * 10 + 1
			+ CASE WHEN hash(incident_id) % 3 < 2 THEN (created_on - DATE '2023-01-02') // 7 % 6 ELSE (hash(incident_id, 7) % 10)::INTEGER END AS person_id,
			acknowledged_at AS responded_at, hash(incident_id) % 3 < 2 AS is_on_call, FALSE AS is_cross_team, created_on AS responded_on, week
		FROM facts.incidents`,
	`INSERT INTO facts.tickets BY NAME
		SELECT incident_id AS ticket_id, service_id, team_id, TRUE AS is_reliability, (team_id - 1) * 10 + 1 + (hash(incident_id, 5) % 10)::INTEGER AS resolver_id,
			created_at AS resolved_at, created_on AS resolved_on, week
		FROM facts.incidents WHERE incident_id % 5 = 0`,
}
