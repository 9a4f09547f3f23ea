package metrics

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// Alerts are kept from the first moment of the window of the first kept week on: of two weeks up to 2026-01-18 the first is that of
// 2026-01-05, and its window begins 12 weeks before, on 2025-10-13.
func TestAlertsOfTheFirstWindowAreKept(t *testing.T) {
	ctx := context.Background()
	for _, asOf := range []string{"2026-01-19", "2026-01-25"} { // a Monday, and the Sunday after it
		t.Run(asOf, func(t *testing.T) {
			db, err := sql.Open(ctx, "", sql.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			err = db.Update(ctx, func(tx *sql.Tx) error {
				insert := func(table, id, createdAt, payload string) error {
					if createdAt == "" {
						return tx.Exec(ctx, "INSERT INTO raw."+table+" (id, payload, fetched_at) VALUES ($1, $2, now())", id, payload)
					}
					return tx.Exec(ctx, "INSERT INTO raw."+table+" (id, created_at, payload, fetched_at) VALUES ($1, $2::TIMESTAMPTZ, $3, now())", id, createdAt, payload)
				}
				if err := insert("pagerduty_services", "S", "", `{"id":"S","name":"Checkout"}`); err != nil {
					return err
				}
				for i, at := range []string{"2025-10-12T23:59:59Z", "2025-10-13T00:00:00Z", "2026-01-18T23:59:59Z"} {
					incident := fmt.Sprintf("Q%d", i)
					err := insert("pagerduty_incidents", incident, at, fmt.Sprintf(`{"id":%q,"created_at":%q,"service":{"id":"S"}}`, incident, at))
					if err != nil {
						return err
					}
					err = insert("pagerduty_log_entries", fmt.Sprintf("R%d", i), at, fmt.Sprintf(
						`{"type":"trigger_log_entry","created_at":%q,"incident":{"id":%q},"agent":{"id":"I","type":"integration_reference"}}`, at, incident))
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			day, err := time.Parse(time.DateOnly, asOf)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.BuildLayers(ctx, []string{"staging", "facts"}, sql.Settings{AsOf: day, Weeks: 2}, computed(nil), nil); err != nil {
				t.Fatal(err)
			}
			var weeks string
			if err := db.QueryRow(ctx, "SELECT string_agg(week::VARCHAR, ' ' ORDER BY week) FROM facts.alert_sources").Scan(&weeks); err != nil {
				t.Fatal(err)
			}
			if weeks != "2025-10-13 2026-01-12" {
				t.Errorf("alerts of the weeks %s", weeks)
			}
		})
	}
}

// Every window counts the different sources of its alerts, as if it was the only one.
func TestAlertSourcesAgainstFreshWindows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const weeks = 20
		alerts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) alert {
			return alert{rapid.Int64Range(0, 4).Draw(t, "source"), rapid.Int32Range(0, weeks+windowWeeks-2).Draw(t, "week")}
		}), 0, 40).Draw(t, "alerts")
		var want []sourcesRow
		for kept := range weeks {
			sources := map[int64]bool{}
			for _, a := range alerts {
				if int(a.week) >= kept && int(a.week) < kept+windowWeeks {
					sources[a.source] = true
				}
			}
			if len(sources) > 0 {
				want = append(want, sourcesRow{1, kept, int32(len(sources))})
			}
		}
		if got := (&alertedService{1, slices.Clone(alerts)}).rows(weeks); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
