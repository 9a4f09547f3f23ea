package sample

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSameSeedIsSameOrganisationToTheByte(t *testing.T) {
	objects := func(seed uint64, asOf time.Time) map[string]string {
		s, all := NewPagerDuty(NewOrganisation(seed, asOf).PagerDuty(), PagerDutyOptions{}), map[string]string{}
		for _, stream := range streams {
			for id, payload := range s.Objects(stream) {
				all[stream+" "+id] = string(payload)
			}
		}
		return all
	}
	one, two, other := objects(1, asOf), objects(1, asOf.Add(5*time.Hour)), objects(2, asOf)
	if len(one) != len(two) {
		t.Fatalf("%d objects and %d objects of one seed and day", len(one), len(two))
	}
	same := 0
	for id, payload := range one {
		if two[id] != payload {
			t.Fatalf("%s is %s and %s of one seed and day", id, payload, two[id])
		}
		if other[id] == payload {
			same++
		}
	}
	if same > len(one)/10 {
		t.Errorf("%d of %d objects are the same of another seed", same, len(one))
	}
	for _, s := range NewOrganisation(1, asOf).PagerDuty().Services {
		if payload := other["pagerduty_services "+s.ID]; !strings.Contains(payload, `"name":"`+s.Name+`"`) {
			t.Errorf("%s has another id in another seed", s.Name)
		}
	}
}

func TestEachAccountIsItsOwn(t *testing.T) {
	o := NewOrganisation(1, asOf)
	one := o.PagerDuty()
	one.DeleteUser(one.Users[0].ID, asOf)
	one.Incidents[0].Title = "changed"
	if two := o.PagerDuty(); len(two.Users) != 30 || two.Incidents[0].Title == "changed" {
		t.Error("a change of one account shows in another")
	}
}

func TestOrganisationIsOfTheSizeItSays(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		members := 0
		for _, team := range m.Teams {
			members += len(team.Members)
		}
		unset := 0
		for _, u := range m.Users {
			if u.TimeZone == nil {
				unset++
			}
		}
		// 29 in the teams, and one whose account was forgotten.
		if len(m.Users) != 30 || members != 29 || len(m.Teams) != 5 || len(m.Services) != 14 || unset != 3 {
			t.Errorf("%d users, %d members of %d teams, %d services, %d users without a zone", len(m.Users), members, len(m.Teams), len(m.Services), unset)
		}
		if n := len(m.Incidents); n < 4500 || n > 5400 {
			t.Errorf("%d incidents", n)
		}
		if n := len(m.LogEntries); n < 29_000 || n > 36_000 {
			t.Errorf("%d log entries", n)
		}
		per := map[string]float64{}
		for _, i := range m.Incidents {
			per[i.Service.Summary] += 1 / float64(historyWeeks)
		}
		for _, s := range portfolio {
			if rate := per[s.name]; rate < 0.45 || rate > 11.5 || rate < 0.65*s.weekly {
				t.Errorf("%s has %.1f incidents a week", s.name, rate)
			}
		}
	})
}

func TestNothingHappensOutsideOfTheHistory(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		inside := func(what string, at time.Time) {
			if !(span{m.o.From, m.o.AsOf}).holds(at) {
				t.Errorf("%s at %s", what, at)
			}
		}
		for _, e := range m.LogEntries {
			inside(e.ID, e.CreatedAt)
			for _, r := range append(e.Assignees, e.Agent, e.User) {
				if r != nil && r.DeletedAt != nil {
					inside("deletion of "+r.Summary, *r.DeletedAt)
					if !e.CreatedAt.Before(*r.DeletedAt) {
						t.Errorf("%s is of the time after %s was deleted", e.ID, r.Summary)
					}
				}
			}
		}
		for _, i := range m.Incidents {
			for _, at := range []time.Time{i.CreatedAt, i.UpdatedAt, i.LastStatusChangeAt} {
				inside(i.ID, at)
			}
			if i.ResolvedAt != nil {
				inside(i.ID+" resolved", *i.ResolvedAt)
			}
		}
		if m.o.From.Weekday() != time.Monday || m.o.AsOf.Hour() != 0 || m.o.AsOf.Sub(m.o.From) < 545*24*time.Hour {
			t.Errorf("the history is from %s to %s", m.o.From, m.o.AsOf)
		}
	})
}

func TestIncidentsAgreeWithTheirLogEntries(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		of := map[string][]*PagerDutyLogEntry{}
		for _, e := range m.LogEntries {
			of[e.Incident.ID] = append(of[e.Incident.ID], e)
		}
		kinds := map[string]int{}
		for _, i := range m.Incidents {
			entries, status := of[i.ID], ""
			for _, e := range entries {
				kinds[e.Type]++
				if e.Channel.Notification != nil {
					kinds[e.Channel.Notification.Type]++
				}
				switch e.Type {
				case "trigger_log_entry", "unacknowledge_log_entry":
					status = "triggered"
				case "acknowledge_log_entry":
					if status == "resolved" {
						t.Errorf("%s was acknowledged after its resolve", i.ID)
					}
					status = "acknowledged"
				case "resolve_log_entry":
					kinds["resolve by "+e.Agent.Type]++
					status = "resolved"
				case "notify_log_entry":
					if status == "resolved" {
						t.Errorf("%s paged after its resolve", i.ID)
					}
				case "merge_incidents_log_entry":
					if status == "resolved" {
						t.Errorf("%s was merged into after its resolve", i.ID)
					}
				}
			}
			if entries[0].Type != "trigger_log_entry" || !entries[0].CreatedAt.Equal(i.CreatedAt) || status != i.Status {
				t.Errorf("%s is %s, its log says %s and begins with %s", i.ID, i.Status, status, entries[0].Type)
			}
			kinds[i.Urgency]++
			kinds["status "+i.Status]++
			if i.Priority != nil {
				kinds[i.Priority.Summary]++
			}
			if i.ResolveReason != nil {
				kinds["merged"]++
			}
		}
		for kind, least := range map[string]int{
			"high": 2500, "low": 1200, "P1": 50, "P2": 200, "P3": 800, "P4": 1000, "merged": 60, "status resolved": 4400, "status triggered": 2,
			"push_notification": 2500, "sms_notification": 500, "phone_notification": 500, "email_notification": 1000,
			"acknowledge_log_entry": 3000, "escalate_log_entry": 40, "exhaust_escalation_path_log_entry": 10, "annotate_log_entry": 400,
			"responder_accept_log_entry": 250, "snooze_log_entry": 40, "unacknowledge_log_entry": 40, "merge_incidents_log_entry": 60,
			"resolve by user_reference": 2000, "resolve by events_api_v2_inbound_integration_reference": 1200,
		} {
			if kinds[kind] < least {
				t.Errorf("%d %s", kinds[kind], kind)
			}
		}
		if reopened := kinds["trigger_log_entry"] - len(m.Incidents); reopened < 10 {
			t.Errorf("%d were reopened", reopened)
		}
		if reassigned := kinds["assign_log_entry"] - kinds["trigger_log_entry"]; reassigned < 60 {
			t.Errorf("%d were reassigned", reassigned)
		}
	})
}

func TestShiftsAreConsistent(t *testing.T) {
	each(t, func(t *testing.T, m *measured) {
		for _, s := range m.Schedules {
			covered := time.Duration(0)
			shifts := m.on[s.Name]
			for n, shift := range shifts {
				if n > 0 && shift.Start.Before(shifts[n-1].End) || !shift.End.After(shift.Start) {
					t.Errorf("%s: %v overlaps the one before it", s.Name, shift)
				}
				in := span{later(shift.Start, m.From), earlier(shift.End, m.To)}
				covered += in.until.Sub(in.from)
				who := m.o.people[slices.IndexFunc(m.o.people, func(c *colleague) bool { return c.name == shift.User.Summary })]
				if in.from.Before(who.here.from) || in.until.Add(-48*time.Hour).After(who.here.until) {
					t.Errorf("%s: %s is on call and not employed at %s", s.Name, who.name, in.from)
				}
				if who.isAway(in) {
					t.Errorf("%s: %s is on call from %s and away", s.Name, who.name, in.from)
				}
				known := slices.ContainsFunc(s.Users, func(u *PagerDutyReference) bool { return u == shift.User })
				if !known && who.left == 0 {
					t.Errorf("%s: %s is on call and no user of it", s.Name, who.name)
				}
			}
			if around := !strings.Contains(s.Name, "office hours"); around != (covered == m.To.Sub(m.From)) {
				t.Errorf("%s covers %s of %s", s.Name, covered, m.To.Sub(m.From))
			}
			if len(s.Overrides) < 2 {
				t.Errorf("%s has %d overrides", s.Name, len(s.Overrides))
			}
		}
		direct := 0
		for _, on := range m.onCalls(m.From, m.To) {
			if on.Schedule == nil {
				direct++
			}
		}
		if direct != 5 {
			t.Errorf("%d direct targets", direct)
		}
	})
}

func TestStoriesNameWhatIsThere(t *testing.T) {
	m := seeds()[0]
	kinds := []string{
		"quiet_drift", "sustained_load", "single_point", "orphaned", "paper_rota", "recovered", "habit", "unclear_alerts", "silo",
		"owner_missing", "owner_missing", "owner_missing", "owner_missing",
	}
	for _, s := range m.o.Stories() {
		if n := slices.Index(kinds, s.Finding); n >= 0 {
			kinds = slices.Delete(kinds, n, n+1)
		} else if s.Finding != "" {
			t.Errorf("%s is a %s", s.Name, s.Finding)
		}
		teams := slices.ContainsFunc(m.Teams, func(team *PagerDutyTeam) bool { return team.Name == s.Team })
		if !teams && s.Team != "" || s.Onset.Weekday() != time.Monday || s.Onset.Before(m.o.From) || s.Onset.After(m.o.AsOf) {
			t.Errorf("%s is of %q, begins %s", s.Name, s.Team, s.Onset)
		}
		for _, service := range s.Services {
			if m.policyOf(service) == nil {
				t.Errorf("%s: no service %s", s.Name, service)
			}
		}
		for _, name := range s.People {
			if !slices.ContainsFunc(slices.Concat(staff, desk), func(p person) bool { return p.name == name }) {
				t.Errorf("%s: nobody is %s", s.Name, name)
			}
		}
		if s.Repository != "" && !slices.ContainsFunc(codebase, func(p repositoryPlan) bool { return p.name == s.Repository }) {
			t.Errorf("%s: no repository %s", s.Name, s.Repository)
		}
	}
	if len(kinds) > 0 {
		t.Errorf("no story gives %v", kinds)
	}
}
