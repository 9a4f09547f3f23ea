package sample

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	start = time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2026, 7, 6, 0, 0, 0, 0, time.UTC)
)

// streams is every stream the server can list.
var streams = []string{
	"pagerduty_incidents", "pagerduty_log_entries", "pagerduty_users", "pagerduty_teams", "pagerduty_team_members", "pagerduty_services",
	"pagerduty_escalation_policies", "pagerduty_schedules", "pagerduty_priorities", "pagerduty_oncalls",
}

func TestSameSeedIsSameAccountToTheByte(t *testing.T) {
	objects := func(seed uint64) map[string]string {
		s, all := NewPagerDuty(RandomPagerDuty(seed, 200, start, end), PagerDutyOptions{}), map[string]string{}
		for _, stream := range streams {
			for id, payload := range s.Objects(stream) {
				all[stream+" "+id] = string(payload)
			}
		}
		return all
	}
	one, two, other := objects(7), objects(7), objects(8)
	if len(one) != len(two) {
		t.Fatalf("%d objects and %d objects of one seed", len(one), len(two))
	}
	same := 0
	for id, payload := range one {
		if two[id] != payload {
			t.Fatalf("%s is %s and %s of one seed", id, payload, two[id])
		}
		if other[id] == payload {
			same++
		}
	}
	if same > len(one)/2 {
		t.Errorf("%d of %d objects are the same of another seed", same, len(one))
	}
}

func TestTwentyIncidentsHoldEveryOddity(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{})
	var all bytes.Buffer
	for _, stream := range streams {
		for _, payload := range s.Objects(stream) {
			all.Write(payload)
			all.WriteByte('\n')
		}
	}
	for _, odd := range []string{
		`"channel":null`, `"channel":{"type":null}`, `"summary":null`, `"agent":null`, `"teams":null`, `"time_zone":null`, `"x_future":`,
		`"deleted_at":`, `"quantum_leap_log_entry"`, `"merge_resolve_reason"`, `"resolve_reason":null`, `"source":{"host"`, `+05:30"`,
		`-05:00"`, `"incident_key":null`, `"Reopened"`, `"grouping_type"`, `"urgency":"low"`, `"responder_requests":[{`, `"schedule":null`,
		`"start":null`, `"status":"triggered"`, `"status":"acknowledged"`, `inbound_integration_reference"`, `"type":"timeout"`,
		`"snooze_log_entry"`, `"unacknowledge_log_entry"`, `"repeat_escalation_path_log_entry"`, `"exhaust_escalation_path_log_entry"`,
		`\ud83d"`, `"reach_trigger_limit_log_entry"`, `"reach_ack_limit_log_entry"`, `"annotate_log_entry"`, `"delegate_log_entry"`, `"assign_log_entry"`, `"field_value_change_log_entry"`,
		`"custom_field_value_change_log_entry"`, `"notify_log_entry"`, `"resolve_log_entry"`, `"escalate_log_entry"`,
		`"urgency_change_log_entry"`, `"priority_change_log_entry"`, `"responder_request_for_escalation_policy_log_entry"`,
	} {
		if !strings.Contains(all.String(), odd) {
			t.Errorf("no %s in the account", odd)
		}
	}
}

func TestResolvedIncidentsSayNothingOfWhoWasThere(t *testing.T) {
	d := RandomPagerDuty(3, 2000, start, end)
	kinds := map[string]int{}
	for _, i := range d.Incidents {
		kinds[i.Status]++
		if i.Status == "resolved" && (len(i.Assignments) > 0 || i.ResolvedAt == nil) {
			t.Errorf("resolved %s has %d assignments, resolved at %v", i.ID, len(i.Assignments), i.ResolvedAt)
		}
		if i.Status != "acknowledged" && len(i.Acknowledgements) > 0 {
			t.Errorf("%s %s has acknowledgements", i.Status, i.ID)
		}
		if i.CreatedAt.Before(start) || !i.CreatedAt.Before(end) {
			t.Errorf("%s was created at %s", i.ID, i.CreatedAt)
		}
	}
	if len(d.Incidents) != 2000 || kinds["resolved"] < 1900 || kinds["triggered"] < 5 || kinds["acknowledged"] < 10 {
		t.Errorf("%d incidents: %v", len(d.Incidents), kinds)
	}
	if perIncident := float64(len(d.LogEntries)) / 2000; perIncident < 5 || perIncident > 7 {
		t.Errorf("%.1f log entries per incident", perIncident)
	}
	ids := map[string]bool{}
	for _, e := range d.LogEntries {
		if ids[e.ID] {
			t.Fatalf("two log entries %s", e.ID)
		}
		ids[e.ID] = true
		if e.CreatedAt.After(end) {
			t.Errorf("%s was created at %s", e.ID, e.CreatedAt)
		}
	}
}

func TestDeletedUsersAreGoneButForReferences(t *testing.T) {
	d := RandomPagerDuty(3, 2000, start, end)
	paged := 0
	for _, e := range d.LogEntries {
		if e.User != nil && e.User.DeletedAt != nil {
			paged++
			if d.User(e.User.ID) != nil {
				t.Fatalf("%s is deleted and a user", e.User.ID)
			}
		}
	}
	if paged == 0 {
		t.Error("no deleted user was ever paged")
	}
	for _, team := range d.Teams {
		if len(team.Members) != 6 {
			t.Errorf("%s has %d members", team.Name, len(team.Members))
		}
	}
}

func TestDeletingKeepsOldBytes(t *testing.T) {
	d := RandomPagerDuty(3, 100, start, end)
	s := NewPagerDuty(d, PagerDutyOptions{})
	before := s.Objects("pagerduty_log_entries")
	var id string
	s.Do(func(d *PagerDutyData) {
		id = d.Schedules[0].Layers[0].Users[0].ID
		d.DeleteUser(id, end)
		user := d.Incidents[0]
		d.Note(user, end.Add(-time.Second), d.Users[0].Reference(), "later")
	})
	after := s.Objects("pagerduty_log_entries")
	for id, payload := range before {
		if !bytes.Equal(after[id], payload) {
			t.Errorf("%s changed from %s to %s", id, payload, after[id])
		}
	}
	if len(after) != len(before)+1 {
		t.Errorf("%d log entries after a note, %d before", len(after), len(before))
	}
	if s.Objects("pagerduty_users")[id] != nil || slices.ContainsFunc(d.Users, func(u *PagerDutyUser) bool { return u.ID == id }) {
		t.Errorf("%s is deleted and still a user", id)
	}
}

func BenchmarkRandomPagerDuty(b *testing.B) {
	for b.Loop() {
		RandomPagerDuty(1, 30_000, start, end)
	}
}

func BenchmarkObjects(b *testing.B) {
	s := NewPagerDuty(RandomPagerDuty(1, 30_000, start, end), PagerDutyOptions{})
	for b.Loop() {
		s.Objects("pagerduty_log_entries")
	}
}

func BenchmarkDo(b *testing.B) {
	s := NewPagerDuty(RandomPagerDuty(1, 30_000, start, end), PagerDutyOptions{})
	for b.Loop() {
		s.Do(func(d *PagerDutyData) { d.Note(d.Incidents[1], end, d.Users[0].Reference(), "x") })
	}
}
