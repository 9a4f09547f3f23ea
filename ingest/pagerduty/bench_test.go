package pagerduty

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// BenchmarkIngest reads an account from a server in the same process, whose work is in the time, into a file.
func BenchmarkIngest(b *testing.B) {
	data := sample.RandomPagerDuty(5, 10_000, since, now)
	w := serve(b, data, sample.PagerDutyOptions{})
	read := 0
	for b.Loop() {
		db, err := sql.Open(b.Context(), filepath.Join(b.TempDir(), "w.duckdb"), sql.Options{})
		if err != nil {
			b.Fatal(err)
		}
		results, err := ingest.Run(b.Context(), db, w.source(b), ingest.Options{Clock: w.clock})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range results {
			read += r.Changed
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "objects/s")
}

// BenchmarkNight reads what a day with 10,000 new incidents left: how long that takes by the clock of the rate limit, how
// long the limit alone would take for as many requests, and how long the processors worked, for client and server.
// PagerDuty's own limit is 960 requests a minute, which such a night need not wait for; a quarter of it shows the waiting.
func BenchmarkNight(b *testing.B) {
	for _, limit := range []int{960, 240} {
		b.Run(fmt.Sprintf("limit=%d", limit), func(b *testing.B) {
			var requests, objects int
			var took, allowed, worked time.Duration
			for range b.N {
				w := serve(b, sample.RandomPagerDuty(5, 500, since, now), sample.PagerDutyOptions{RateLimit: limit})
				db := sourcetest.Warehouse(b)
				run(b, db, w.source(b))
				if err := w.clock.Sleep(b.Context(), 24*time.Hour); err != nil {
					b.Fatal(err)
				}
				w.api().Do(func(d *sample.PagerDutyData) { aDay(d, 10_000) })
				before, began, cpu := len(w.api().Requests()), w.clock.Now(), processors()
				for _, r := range run(b, db, w.source(b)) {
					objects += r.Changed
				}
				asked := len(w.api().Requests()) - before
				requests += asked
				took += w.clock.Now().Sub(began)
				allowed += time.Duration(asked) * time.Minute / time.Duration(limit)
				worked += processors() - cpu
				w.copied(b, db, "pagerduty_incidents", "pagerduty_log_entries")
			}
			if took > allowed+time.Minute {
				b.Errorf("the night took %s, the limit allows %s", took, allowed)
			}
			n := float64(b.N)
			b.ReportMetric(float64(requests)/n, "requests")
			b.ReportMetric(float64(objects)/n, "objects")
			b.ReportMetric(took.Seconds()/n, "night-s")
			b.ReportMetric(allowed.Seconds()/n, "limit-s")
			b.ReportMetric(worked.Seconds()/n, "cpu-s")
		})
	}
}

// aDay is the day after now: an incident every few seconds, which is assigned, notified about twice, acknowledged and
// resolved.
func aDay(d *sample.PagerDutyData, incidents int) {
	for n := range incidents {
		at := now.Add(time.Duration(n) * 23 * time.Hour / time.Duration(incidents)).Truncate(time.Second)
		user := d.Users[n%len(d.Users)].Reference()
		i := d.Trigger(d.Services[n%len(d.Services)], at, "high", "It is slow")
		d.Assign(i, "assign", at.Add(time.Second), nil, user)
		d.Notify(i, at.Add(2*time.Second), user, "push")
		d.Notify(i, at.Add(90*time.Second), user, "sms")
		d.Acknowledge(i, at.Add(3*time.Minute), user)
		d.Resolve(i, at.Add(20*time.Minute), user, "website")
	}
}

// processors is how long this process has been worked on.
func processors() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// BenchmarkStaging takes all columns of a million log entries out of their JSON.
func BenchmarkStaging(b *testing.B) {
	data := sample.RandomPagerDuty(5, 3_000, since, now)
	w := serve(b, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(b)
	run(b, db, w.source(b))
	build(b, db)
	const rows = 1_000_000
	exec := func(stmt string, args ...any) {
		b.Helper()
		err := db.Update(b.Context(), func(tx *sql.Tx) error { return tx.Exec(b.Context(), stmt, args...) })
		if err != nil {
			b.Fatal(err)
		}
	}
	exec(`CREATE TABLE raw.few AS SELECT * FROM raw.pagerduty_log_entries`)
	exec(`DELETE FROM raw.pagerduty_log_entries`)
	exec(`INSERT INTO raw.pagerduty_log_entries
		SELECT id || '-' || i, created_at, payload, readable, fetched_at, gone_at
		FROM raw.few, range($1) AS r(i) LIMIT $2`, rows/10_000, rows)
	var bytes float64
	scan(b, db, "SELECT avg(length(payload)) FROM raw.pagerduty_log_entries", nil, &bytes)
	for b.Loop() {
		exec("CREATE OR REPLACE TABLE raw.extracted AS SELECT * FROM staging.pagerduty_log_entries")
	}
	var got int
	scan(b, db, "SELECT count(*) FROM raw.extracted", nil, &got)
	b.ReportMetric(float64(got*b.N)/b.Elapsed().Seconds(), "objects/s")
	b.ReportMetric(bytes, "bytes/object")
}
