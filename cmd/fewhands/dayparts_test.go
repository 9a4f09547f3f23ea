package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// The same pages, with two evening hours moved from off hours to business.
func TestDayPartsOfTheConfigMovePages(t *testing.T) {
	ctx := context.Background()
	data := sample.RandomPagerDuty(7, 400, accountFrom, accountTo)
	db := buildAccount(t, data, accountTo)
	count := func(query string) (n int) {
		t.Helper()
		if err := db.QueryRow(ctx, query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	part := func(name string) int {
		return count(fmt.Sprintf("SELECT CAST(COALESCE(sum(value), 0) AS INTEGER) FROM metrics.%s_pages WHERE scope = 'person'", name))
	}
	moving := count(`SELECT count(*) FROM facts.pages WHERE isodow(local_at) <= 5 AND hour(local_at) IN (18, 19)
		AND week IN (SELECT week FROM weekly.weeks)`)
	business, off, sleep := part("business"), part("off_hours"), part("sleep")
	if moving == 0 {
		t.Fatal("no page is in the evening")
	}
	c, err := loadConfig(writeConfig(t, "day_parts: {business: 08:00-20:00}\n"))
	if err != nil {
		t.Fatal(err)
	}
	settings := sql.Settings{AsOf: accountTo, DayParts: c.dayParts()}
	if err := metrics.Build(ctx, db, metrics.BuildOptions{Settings: settings}); err != nil {
		t.Fatal(err)
	}
	if got := part("business"); got != business+moving {
		t.Errorf("%d business pages, want %d and %d", got, business, moving)
	}
	if got := part("off_hours"); got != off-moving {
		t.Errorf("%d off-hours pages, want %d less %d", got, off, moving)
	}
	if got := part("sleep"); got != sleep {
		t.Errorf("%d sleep pages, want %d as before", got, sleep)
	}
}
