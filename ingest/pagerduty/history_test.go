package pagerduty

import (
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// build makes the staging views over what was read.
func build(t testing.TB, db *sql.DB) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *sql.Tx) error {
		if err := tx.Exec(t.Context(), "CREATE SCHEMA IF NOT EXISTS staging"); err != nil {
			return err
		}
		for _, table := range sql.Tables("staging") {
			if err := tx.Exec(t.Context(), "CREATE OR REPLACE VIEW "+table+" AS (\n"+sql.Select(table)+"\n)"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scan reads one row.
func scan(t testing.TB, db *sql.DB, query string, args []any, to ...any) {
	t.Helper()
	if err := db.QueryRow(t.Context(), query, args...).Scan(to...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestDeletedUsersAreKnownByReference(t *testing.T) {
	data := sample.RandomPagerDuty(5, 200, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	build(t, db)
	var references, named int
	scan(t, db, "SELECT count(*), count(name) FROM staging.pagerduty_users WHERE is_reference AND is_deleted", nil, &references, &named)
	if references == 0 || named != references {
		t.Errorf("%d users by reference, %d with a name", references, named)
	}
	var unknown int
	scan(t, db, `
		SELECT count(*)
		FROM (
		    SELECT payload->>'$.user.id' AS user_id FROM raw.pagerduty_log_entries UNION
		    SELECT payload->>'$.agent.id' FROM raw.pagerduty_log_entries WHERE payload->>'$.agent.type' = 'user_reference' UNION
		    SELECT unnest(assignee_ids) FROM staging.pagerduty_log_entries UNION
		    SELECT last_status_change_by_id FROM staging.pagerduty_incidents WHERE last_status_change_by_type = 'user_reference' UNION
		    SELECT user_id FROM staging.pagerduty_oncalls
		)
		WHERE user_id IS NOT NULL AND user_id NOT IN (SELECT user_id FROM staging.pagerduty_users)`, nil, &unknown)
	if unknown != 0 {
		t.Errorf("%d people of the history are in no row", unknown)
	}
	gone := data.Users[0].ID
	w.api().Do(func(d *sample.PagerDutyData) { d.DeleteUser(gone, now) })
	run(t, db, w.source(t))
	var reference, deleted bool
	var email string
	scan(t, db, "SELECT is_reference, is_deleted, email FROM staging.pagerduty_users WHERE user_id = $1", []any{gone}, &reference, &deleted, &email)
	if reference || !deleted || email == "" {
		t.Errorf("who was deleted after we knew them: reference %v, deleted %v, %q", reference, deleted, email)
	}
}

func TestWhereAPersonLivedBeforeIsKept(t *testing.T) {
	data := sample.RandomPagerDuty(5, 20, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	user, zone := data.Users[1], "Pacific/Auckland"
	user.TimeZone = &zone
	run(t, db, w.source(t))
	if err := w.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	moved := "America/Denver"
	w.api().Do(func(*sample.PagerDutyData) { user.TimeZone = &moved })
	for range 2 {
		run(t, db, w.source(t))
	}
	build(t, db)
	var before, after string
	var since, until time.Time
	scan(t, db, "SELECT time_zone, since_at, until_at FROM staging.pagerduty_user_versions", nil, &before, &since, &until)
	scan(t, db, "SELECT time_zone FROM staging.pagerduty_users WHERE user_id = $1", []any{user.ID}, &after)
	if before != zone || after != moved || !since.Equal(now) || !until.Equal(now.Add(24*time.Hour)) {
		t.Errorf("%s from %s to %s, then %s", before, since, until, after)
	}
}

// One rota with one person, changed twice: an override in the future of the last snapshot, and an end.
func TestLaterSnapshotsCorrectTheFutureAndKeepThePast(t *testing.T) {
	data := sample.RandomPagerDuty(5, 20, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	policy := data.EscalationPolicies[0]
	schedule := data.Schedules[0]
	hours := func() (past, ahead float64) {
		t.Helper()
		build(t, db)
		const q = `SELECT COALESCE(sum(epoch(least(end_at, $3)) - epoch(greatest(start_at, $2))) / 3600, 0)
			FROM staging.pagerduty_oncalls WHERE schedule_id = $1 AND start_at < $3 AND end_at > $2`
		scan(t, db, q, []any{schedule.ID, since, w.clock.Now()}, &past)
		scan(t, db, q, []any{schedule.ID, w.clock.Now(), w.clock.Now().Add(horizon)}, &ahead)
		return past, ahead
	}
	pastBefore, aheadBefore := hours()
	if pastBefore == 0 || aheadBefore == 0 {
		t.Fatalf("%v hours behind, %v ahead", pastBefore, aheadBefore)
	}

	// The day after, the rota is taken out of the policy: what was is kept, up to the last snapshot that had it.
	if err := w.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	w.api().Do(func(*sample.PagerDutyData) { policy.Rules = policy.Rules[1:] })
	for range 2 {
		run(t, db, w.source(t))
	}
	var level1 int
	scan(t, db, "SELECT count(*) FROM raw.pagerduty_oncalls WHERE gone_at IS NULL AND end_at > $1 AND id LIKE $2",
		[]any{w.clock.Now(), policy.ID + "/1/" + schedule.ID + "/%"}, &level1)
	past, ahead := hours()
	if level1 != 0 || ahead != 0 || past != pastBefore {
		t.Errorf("after it was taken out: %d shifts, %v hours ahead, %v behind, were %v", level1, ahead, past, pastBefore)
	}
}

func TestOverrideBetweenSnapshotsIsWhoWasOnCall(t *testing.T) {
	data := sample.RandomPagerDuty(5, 20, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	schedule, stand := data.Schedules[0], data.Users[len(data.Users)-1].Reference()
	from := now.Add(5 * time.Hour).Truncate(time.Hour)
	w.api().Do(func(*sample.PagerDutyData) {
		schedule.Overrides = append(schedule.Overrides, sample.PagerDutyShift{Start: from, End: from.Add(2 * time.Hour), User: stand})
	})
	if err := w.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	run(t, db, w.source(t))
	w.copied(t, db, "pagerduty_oncalls")
	build(t, db)
	var people int
	var who string
	scan(t, db, `SELECT count(DISTINCT user_id), any_value(user_id) FROM staging.pagerduty_oncalls
		WHERE schedule_id = $1 AND start_at < $2 AND end_at > $2`, []any{schedule.ID, from.Add(time.Hour)}, &people, &who)
	if people != 1 || who != stand.ID {
		t.Errorf("%d people on call, such as %s; want %s alone", people, who, stand.ID)
	}
}

func TestAnEarlierSinceReadsTheRest(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 300, since, now), sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t, func(c *Config) { c.Since = now.AddDate(0, 0, -14) }))
	run(t, db, w.source(t))
	w.copied(t, db, tables...)
}

// An incident from before Since whose later log entries we have is fetched by its id.
func TestIncidentsFromBeforeSinceAreKnownIfAnythingHappenedToThem(t *testing.T) {
	data := sample.RandomPagerDuty(5, 300, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	old := data.Incidents[3]
	w.api().Do(func(d *sample.PagerDutyData) { d.Note(old, now.Add(-time.Hour), d.Users[0].Reference(), "Late") })
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t, func(c *Config) { c.Since = now.AddDate(0, 0, -14) }))
	var rows int
	scan(t, db, "SELECT count(*) FROM raw.pagerduty_incidents WHERE id = $1", []any{old.ID}, &rows)
	if rows != 1 {
		t.Errorf("%d rows of the old incident", rows)
	}
}
