package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/sql"
)

var (
	accountFrom = time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	accountTo   = time.Date(2026, 7, 6, 0, 0, 0, 0, time.UTC)
)

// accounts names the account behind a person.
const accounts = "(SELECT person_id, account FROM facts.identities WHERE source = 'pagerduty')"

func TestFactsOfARandomAccount(t *testing.T) {
	data := sample.RandomPagerDuty(7, 3000, accountFrom, accountTo)
	shifts := listShifts(t, data, accountTo)
	db := buildAccount(t, data, accountTo)
	sameRows(t, "pages", plainPages(data), lines(t, db, `
		SELECT concat_ws(' ', i.incident, a.account, strftime(p.paged_at, '%Y-%m-%dT%H:%M:%SZ'))
		FROM facts.pages AS p JOIN facts.incident_keys AS i USING (incident_id) JOIN `+accounts+` AS a USING (person_id)`))
	sameRows(t, "responses", plainResponses(data, shifts), lines(t, db, `
		SELECT concat_ws(' ', i.incident, a.account, strftime(r.responded_at, '%Y-%m-%dT%H:%M:%SZ'), s.actions, r.is_on_call)
		FROM facts.responses AS r JOIN facts.action_sets AS s USING (action_set) JOIN facts.incident_keys AS i USING (incident_id) JOIN `+accounts+` AS a USING (person_id)`))
	sameRows(t, "incidents", plainIncidents(data), lines(t, db, `
		SELECT concat_ws(' ', k.incident, s.service, strftime(i.created_at, '%Y-%m-%dT%H:%M:%SZ'),
			COALESCE(strftime(i.acknowledged_at, '%Y-%m-%dT%H:%M:%SZ'), '-'),
			COALESCE(strftime(i.resolved_at, '%Y-%m-%dT%H:%M:%SZ'), '-'), i.was_merged, i.reassignments, i.escalations)
		FROM facts.incidents AS i JOIN facts.incident_keys AS k USING (incident_id) JOIN facts.services AS s USING (service_id)`))
	sameRows(t, "on_call", plainOnCall(shifts), lines(t, db, `
		SELECT concat_ws(' ', a.account, o.policy, o.level, COALESCE(strftime(o.started_at, '%Y-%m-%dT%H:%M:%SZ'), '-'),
			COALESCE(strftime(o.ended_at, '%Y-%m-%dT%H:%M:%SZ'), '-'), o.is_direct)
		FROM facts.on_call AS o JOIN `+accounts+` AS a USING (person_id)`))
	sameRows(t, "users", plainUsers(data), lines(t, db, `
		SELECT i.account || ' ' || p.name || ' ' || p.email FROM facts.people AS p JOIN facts.identities AS i USING (person_id)`))
	sameRows(t, "owners of services", plainOwners(data), lines(t, db, `
		SELECT s.service || ' ' || s.name || ' ' || t.team || ' ' || s.has_runbook
		FROM facts.services AS s JOIN facts.teams AS t USING (team_id)`))
	sameRows(t, "local times", plainLocal(t, data), lines(t, db, `
		SELECT concat_ws(' ', i.incident, a.account, strftime(p.local_at, '%Y-%m-%dT%H:%M:%S'), p.day_part)
		FROM facts.pages AS p JOIN facts.incident_keys AS i USING (incident_id) JOIN `+accounts+` AS a USING (person_id)`))
}

// plainUsers are everyone in the account, and everyone in the history.
func plainUsers(data *sample.PagerDutyData) []string {
	users := map[string]bool{}
	for _, u := range data.Users {
		users[u.ID+" "+u.Name+" "+strings.ToLower(u.Email)] = true
	}
	for _, e := range data.LogEntries {
		for _, r := range append([]*sample.PagerDutyReference{e.User, e.Agent}, e.Assignees...) {
			if r != nil && r.DeletedAt != nil {
				users[r.ID+" "+r.Summary+" "] = true
			}
		}
	}
	return sortedKeys(users)
}

// plainOwners gives the service without a team to the team of its policy.
func plainOwners(data *sample.PagerDutyData) []string {
	var owners []string
	for _, s := range data.Services {
		teams := s.Teams
		for _, policy := range data.EscalationPolicies {
			if len(teams) == 0 && policy.ID == s.EscalationPolicy.ID {
				teams = policy.Teams
			}
		}
		owners = append(owners, fmt.Sprint(s.ID, " ", s.Name, " ", teams[0].ID, " ", s.Description != nil))
	}
	slices.Sort(owners)
	return owners
}

// plainLocal has Go's time zones say what DuckDB's must.
func plainLocal(t *testing.T, data *sample.PagerDutyData) []string {
	var local []string
	for _, page := range plainPages(data) {
		fields := strings.Fields(page)
		at, err := time.Parse(time.RFC3339, fields[2])
		if err != nil {
			t.Fatal(err)
		}
		user := data.User(fields[1])
		if user == nil || user.TimeZone == nil {
			local = append(local, fields[0]+" "+fields[1])
			continue
		}
		zone, err := time.LoadLocation(*user.TimeZone)
		if err != nil {
			t.Fatal(err)
		}
		at = at.In(zone)
		part := "off_hours"
		isWeekday := at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
		switch clock := at.Format(time.TimeOnly); {
		case isWeekday && clock >= "08:00:00" && clock < "18:00:00":
			part = "business"
		case clock >= "22:00:00" || clock < "08:00:00":
			part = "sleep"
		}
		local = append(local, fmt.Sprint(fields[0], " ", fields[1], " ", at.Format("2006-01-02T15:04:05"), " ", part))
	}
	slices.Sort(local)
	return local
}

// listShifts reads the shifts as the API gives them at a time.
func listShifts(t *testing.T, data *sample.PagerDutyData, at time.Time) []plainShift {
	t.Helper()
	var shifts []plainShift
	server := sample.NewPagerDuty(data, sample.PagerDutyOptions{Clock: sample.NewClock(at)})
	for _, payload := range server.Objects("pagerduty_oncalls") {
		var o struct {
			Policy   struct{ ID string } `json:"escalation_policy"`
			Level    int                 `json:"escalation_level"`
			Schedule *struct{ ID string }
			User     struct{ ID string }
			Start    time.Time
			End      time.Time
		}
		if err := json.Unmarshal(payload, &o); err != nil {
			t.Fatal(err)
		}
		shifts = append(shifts, plainShift{o.Policy.ID, o.User.ID, o.Level, o.Schedule == nil, o.Start, o.End})
	}
	return shifts
}

// lines is the one column of a query, sorted.
func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// sameRows says which rows are missing and which too many, up to five of each. A row twice is one too many.
func sameRows(t *testing.T, what string, want, got []string) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing to compare", what)
	}
	missing, extra := without(want, got), without(got, want)
	if len(missing)+len(extra) > 0 {
		t.Errorf("%s: of %d rows %d are missing and %d too many:\n-%s\n+%s", what, len(want), len(missing), len(extra),
			strings.Join(missing[:min(5, len(missing))], "\n-"), strings.Join(extra[:min(5, len(extra))], "\n+"))
	}
}

func without(all, others []string) []string {
	left := map[string]int{}
	for _, one := range others {
		left[one]++
	}
	var rest []string
	for _, one := range all {
		if left[one]--; left[one] < 0 {
			rest = append(rest, one)
		}
	}
	return rest
}
