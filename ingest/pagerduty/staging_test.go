package pagerduty

import (
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// The rows of staging against the account they were read from.
func TestStagingSaysWhatTheAPISaid(t *testing.T) {
	data := sample.RandomPagerDuty(5, 600, since, now)
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	build(t, db)
	for _, i := range data.Incidents {
		var number int
		var status, service string
		var created time.Time
		scan(t, db, "SELECT incident_number, status, service_id, created_at FROM staging.pagerduty_incidents WHERE incident_id = $1",
			[]any{i.ID}, &number, &status, &service, &created)
		if number != i.Number || status != i.Status || service != i.Service.ID || !created.Equal(i.CreatedAt) {
			t.Fatalf("incident %s is %d %s %s %s", i.ID, number, status, service, created)
		}
		if i.Number > 60 {
			break
		}
	}
	resolved, merged, unreadable := 0, 0, 0
	for _, i := range data.Incidents {
		if i.ResolvedAt != nil {
			resolved++
		}
		if i.ResolveReason != nil {
			merged++
		}
	}
	var gotResolved, gotMerged, teams int
	scan(t, db, "SELECT count(resolved_at), count(merged_into_incident_id), count(team_ids[1]) FROM staging.pagerduty_incidents", nil,
		&gotResolved, &gotMerged, &teams)
	scan(t, db, "SELECT count(*) FROM raw.pagerduty_incidents WHERE readable IS NOT NULL", nil, &unreadable)
	if gotResolved != resolved || gotMerged != merged || merged == 0 || teams == 0 || unreadable == 0 {
		t.Errorf("%d resolved of %d, %d merged of %d, %d with teams, %d not readable as they came",
			gotResolved, resolved, gotMerged, merged, teams, unreadable)
	}
	checkLogEntries(t, db, data)
	var shifts, direct int
	scan(t, db, "SELECT count(schedule_id), count(*) FILTER (start_at IS NULL AND end_at IS NULL AND schedule_id IS NULL) FROM staging.pagerduty_oncalls",
		nil, &shifts, &direct)
	if shifts == 0 || direct == 0 {
		t.Errorf("%d shifts by schedule, %d direct targets", shifts, direct)
	}
	for _, table := range sql.Tables("staging") { // every column of every row can be read
		var n int
		scan(t, db, "SELECT count(hash(every)) FROM "+table+" AS every", nil, &n)
	}
}

// checkLogEntries counts what of the entries are notifications, people and assignments. Every notification has a way.
func checkLogEntries(t *testing.T, db *sql.DB, data *sample.PagerDutyData) {
	t.Helper()
	notifications, named, assignments, assignees := 0, 0, 0, 0
	for _, e := range data.LogEntries {
		_, isHidden := e.Extra["agent"]
		switch {
		case e.Type == "notify_log_entry":
			notifications++
			named++
		case e.Agent != nil && e.Agent.Type == "user_reference" && !isHidden:
			named++
		}
		if len(e.Assignees) > 0 {
			assignments++
		}
		assignees += len(e.Assignees)
	}
	var got [5]int
	scan(t, db, `SELECT count(*) FILTER (event = 'notify'), count(channel), count(user_place), count(assignee_ids), sum(assignees)
		FROM staging.pagerduty_log_entries`, nil, &got[0], &got[1], &got[2], &got[3], &got[4])
	if want := [5]int{notifications, notifications, named, assignments, assignees}; got != want {
		t.Errorf("notifications, ways, people, assignments, assignees %v, want %v", got, want)
	}
	var events, unknown, people int
	scan(t, db, `SELECT count(DISTINCT event), count(*) FILTER (event IS NULL), count(user_place) FILTER (NOT is_of_person)
		FROM staging.pagerduty_log_entries`, nil, &events, &unknown, &people)
	if events < 12 || unknown == 0 || people != 0 {
		t.Errorf("%d events, %d entries of other types, %d people who did what no person did", events, unknown, people)
	}
}
