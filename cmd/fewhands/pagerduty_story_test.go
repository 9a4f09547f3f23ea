package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
)

// story is a small account in which every time is chosen.
type story struct {
	*sample.PagerDutyData
	t       *testing.T
	service *sample.PagerDutyService
	policy  *sample.PagerDutyEscalationPolicy
}

var storyEnd = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)

func newStory(t *testing.T) *story {
	d := &sample.PagerDutyData{AccountTimeZone: "America/New_York", From: storyEnd.AddDate(-1, 0, 0), To: storyEnd}
	s := &story{PagerDutyData: d, t: t}
	s.policy = &sample.PagerDutyEscalationPolicy{ID: "PPOLICY", Name: "Payments"}
	s.service = &sample.PagerDutyService{ID: "PSVC", Name: "Checkout", Status: "active", EscalationPolicy: s.policy.Reference()}
	d.EscalationPolicies = append(d.EscalationPolicies, s.policy)
	d.Services = append(d.Services, s.service)
	return s
}

func (s *story) user(name, email, zone string) *sample.PagerDutyReference {
	u := &sample.PagerDutyUser{ID: "P" + strings.ToUpper(strings.ReplaceAll(email, "@example.com", "")), Name: name, Email: email}
	if zone != "" {
		u.TimeZone = &zone
	}
	s.Users = append(s.Users, u)
	return u.Reference()
}

func (s *story) at(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		s.t.Fatal(err)
	}
	return at
}

// page opens an incident and pages somebody at once.
func (s *story) page(user *sample.PagerDutyReference, at string) *sample.PagerDutyIncident {
	i := s.Trigger(s.service, s.at(at).Add(-time.Second), "high", "It is slow")
	s.Notify(i, s.at(at), user, "push")
	return i
}

// A page is told by the clock on the wall of whom it woke: in Auckland and in Denver, in the nights in which clocks
// change, to the second at the ends of the parts of a day, and after a move.
func TestLocalTimesOfPages(t *testing.T) {
	s := newStory(t)
	kiri := s.user("Kiri", "kiri@example.com", "Pacific/Auckland")
	di := s.user("Di", "di@example.com", "America/Denver")
	ana := s.user("Ana", "ana@example.com", "Europe/Stockholm")
	nobody := s.user("No Zone", "nozone@example.com", "")
	martian := s.user("Odd Zone", "oddzone@example.com", "Mars/Olympus")
	var want []string
	for _, c := range []struct {
		user *sample.PagerDutyReference
		at   string
		want string
	}{
		{kiri, "2025-09-27T13:59:59Z", "2025-09-28 01:59:59 sleep"}, // clocks go from 02:00 to 03:00
		{kiri, "2025-09-27T14:01:00Z", "2025-09-28 03:01:00 sleep"},
		{kiri, "2026-04-04T13:30:00Z", "2026-04-05 02:30:00 sleep"}, // clocks go from 03:00 to 02:00
		{kiri, "2026-04-04T14:30:00Z", "2026-04-05 02:30:00 sleep"},
		{kiri, "2026-01-18T19:00:00Z", "2026-01-19 08:00:00 business"}, // Monday there, Sunday in UTC
		{di, "2025-11-02T07:59:59Z", "2025-11-02 01:59:59 sleep"},      // clocks go from 02:00 to 01:00
		{di, "2025-11-02T08:01:00Z", "2025-11-02 01:01:00 sleep"},
		{di, "2026-03-08T08:59:59Z", "2026-03-08 01:59:59 sleep"}, // clocks go from 02:00 to 03:00
		{di, "2026-03-08T09:01:00Z", "2026-03-08 03:01:00 sleep"},
		{di, "2026-01-15T04:58:59Z", "2026-01-14 21:58:59 off_hours"},
		{di, "2026-01-15T05:00:00Z", "2026-01-14 22:00:00 sleep"},
		{di, "2026-01-15T14:59:59Z", "2026-01-15 07:59:59 sleep"},
		{di, "2026-01-16T15:00:00Z", "2026-01-16 08:00:00 business"},
		{di, "2026-01-17T00:59:59Z", "2026-01-16 17:59:59 business"},
		{di, "2026-01-17T01:01:00Z", "2026-01-16 18:01:00 off_hours"},
		{di, "2026-01-17T16:00:00Z", "2026-01-17 09:00:00 off_hours"}, // a Saturday
		{ana, "2026-04-30T23:58:00Z", "2026-05-01 11:58:00 business"}, // still in Auckland
		{ana, "2026-05-01T00:00:00Z", "2026-05-01 02:00:00 sleep"},    // moved
		{ana, "2025-06-01T00:00:00Z", "2025-06-01 12:00:00 off_hours"},
		{nobody, "2026-01-15T05:00:00Z", ""},
		{martian, "2026-01-15T05:00:00Z", ""},
	} {
		s.page(c.user, c.at)
		want = append(want, strings.TrimSpace(c.user.Summary+" "+c.at+" "+c.want))
	}
	// Ana moved: the version of her that held until May is kept beside the one that holds now.
	db := buildAccount(t, s.PagerDutyData, storyEnd,
		`UPDATE raw.pagerduty_users SET fetched_at = TIMESTAMPTZ '2026-05-01 00:00:00Z' WHERE id = 'PANA'`,
		`INSERT INTO raw.pagerduty_user_versions VALUES ('PANA', '{"name":"Ana","time_zone":"Pacific/Auckland"}', NULL,
			TIMESTAMPTZ '2026-02-01 00:00:00Z', TIMESTAMPTZ '2026-05-01 00:00:00Z')`)
	sameRows(t, "local times", want, lines(t, db, `
		SELECT concat_ws(' ', people.name, strftime(paged_at, '%Y-%m-%dT%H:%M:%SZ'), local_at, day_part)
		FROM facts.pages JOIN facts.people AS people USING (person_id)`))
	sameRows(t, "zones", []string{
		"Ana 1970-01-01 Pacific/Auckland", "Ana 2026-05-01 Europe/Stockholm", "Di 1970-01-01 America/Denver", "Kiri 1970-01-01 Pacific/Auckland",
	}, lines(t, db, `SELECT concat_ws(' ', name, since::DATE, time_zone) FROM facts.time_zones JOIN facts.people USING (person_id)`))
}

// The first page of a run swallows what comes up to 60 s after it; what comes later begins again, also in a storm.
func TestNotificationsOfAMinuteAreOnePage(t *testing.T) {
	s := newStory(t)
	ana, bo := s.user("Ana", "ana@example.com", ""), s.user("Bo", "bo@example.com", "")
	start := s.at("2026-01-15T03:00:00Z")
	first, second := s.Trigger(s.service, start, "high", "Slow"), s.Trigger(s.service, start, "high", "Down")
	notify := func(i *sample.PagerDutyIncident, user *sample.PagerDutyReference, how string, seconds ...int) {
		for _, n := range seconds {
			s.Notify(i, start.Add(time.Duration(n)*time.Second), user, how)
		}
	}
	notify(first, ana, "email", -30)                                       // is none, and swallows nothing
	notify(first, ana, "push", 0, 61, 1000)                                // 0 and 61 are pages
	notify(second, ana, "sms", 30, 60)                                     // another incident, the same minute
	notify(second, ana, "phone", 121, 122)                                 // 121 is within 60 s of 61, 122 is not
	notify(second, bo, "push", 0, 60, 120)                                 // 60 goes with 0, so 120 is a page
	for n, i := range []*sample.PagerDutyIncident{first, second, second} { // nobody is named: one page for each incident
		s.Notify(i, start.Add(time.Duration(n)*time.Second), bo, "push").Extra = sample.Object{"user": nil}
	}
	var storm, want []string
	for n := range 500 { // every 40 s: each second one is over 60 s after the page before
		s.Notify(second, start.Add(time.Hour+time.Duration(40*n)*time.Second), bo, "push")
		if n%2 == 0 {
			storm = append(storm, fmt.Sprintf("Bo Down %d", 3600+40*n))
		}
	}
	want = append(storm, "Ana Slow 0", "Ana Slow 61", "Ana Down 122", "Ana Slow 1000", "Bo Down 0", "Bo Down 120", "? Slow 0", "? Down 1")
	db := buildAccount(t, s.PagerDutyData, storyEnd)
	sameRows(t, "pages", want, lines(t, db, `
		SELECT concat_ws(' ', COALESCE(people.name, '?'), title, epoch(paged_at)::BIGINT - epoch(TIMESTAMPTZ '2026-01-15 03:00:00Z')::BIGINT)
		FROM facts.pages JOIN facts.incident_keys USING (incident_id) LEFT JOIN facts.people AS people USING (person_id)`))
}

// Who responded is who did something; who was named by nobody is counted as unnamed, and a bot as nobody.
func TestResponsesAreByPeople(t *testing.T) {
	s := newStory(t)
	ana, bo, robot := s.user("Ana", "ana@example.com", ""), s.user("Bo", "bo@example.com", ""), s.user("renovate", "robot@example.com", "")
	gone := &sample.PagerDutyReference{ID: "PGONE", Type: "user_reference", Summary: "Gone Girl", DeletedAt: &s.From}
	s.policy.Rules = []*sample.PagerDutyRule{{ID: "PRULE", Targets: []*sample.PagerDutyReference{ana}}}
	lost := &sample.PagerDutyService{ID: "PLOST", Name: "Lost", EscalationPolicy: &sample.PagerDutyReference{ID: "PNONE"}}
	at := s.at("2026-01-15T03:00:00Z")
	minute := func(n int) time.Time { return at.Add(time.Duration(n) * time.Minute) }
	open := func(title string, service *sample.PagerDutyService) *sample.PagerDutyIncident {
		i := s.Trigger(service, at, "high", title)
		s.Assign(i, "assign", at, nil, ana)
		s.Notify(i, at, ana, "push")
		return i
	}

	i := open("acknowledged twice", s.service)
	s.Note(i, minute(1), bo, "I only looked")
	s.Note(i, minute(1), ana, "On it")
	s.Acknowledge(i, minute(2), ana)
	s.Acknowledge(i, minute(3), ana)
	s.Resolve(i, minute(9), nil, "timeout")

	i = open("handed over", s.service)
	s.Assign(i, "delegate", minute(4), ana, bo)
	s.Note(i, minute(5), bo, "Looking")
	s.Resolve(i, minute(9), robot, "api")

	i = open("paged only", s.service)
	s.Assign(i, "escalate", minute(30), nil, bo)
	s.Notify(i, minute(30), bo, "phone")

	merged := open("merged", s.service)
	s.Merge(merged, i, minute(6), bo)

	i = open("reopened", lost)
	s.Resolve(i, minute(2), gone, "website")
	s.Reopen(i, minute(3), nil)
	s.Log(i, "responder_accept", minute(4), bo, "Bo joined")

	i = open("by whom?", s.service)
	s.Acknowledge(i, minute(2), ana).Extra = sample.Object{"agent": nil}
	s.Resolve(i, minute(3), ana, "website")

	db := buildAccount(t, s.PagerDutyData, storyEnd,
		`DELETE FROM raw.pagerduty_services WHERE id = 'PLOST'`,
		`INSERT INTO raw.git_identities VALUES (1, 1, 'ana-l', 'ANA@example.com', 'ana-l', 'ANA@example.com'), (1, 2, 'Bo', 'bo@elsewhere.example', 'Bo', 'bo@elsewhere.example')`)
	sameRows(t, "responses", []string{
		"acknowledged twice: Ana at 1 acknowledged,noted true",
		"handed over: Bo at 5 noted,reassigned false",
		"reopened: Gone Girl at 2 resolved ",
		"reopened: Bo at 4 joined ",
		"by whom?: Ana at 3 resolved true",
	}, lines(t, db, `
		SELECT title || ': ' || identities.name || ' at ' || (epoch(responded_at - created_at) // 60)::BIGINT || ' ' || actions || ' ' || COALESCE(is_on_call::VARCHAR, '')
		FROM facts.responses JOIN facts.action_sets USING (action_set) JOIN facts.incidents USING (incident_id) JOIN facts.incident_keys USING (incident_id) JOIN facts.identities AS identities USING (person_id) WHERE source = 'pagerduty'`))
	sameRows(t, "incidents", []string{
		"acknowledged twice: Checkout 2 9 false 0 0 false",
		"handed over: Checkout - 9 false 1 0 false",
		"paged only: Checkout - - false 0 1 false",
		"merged: Checkout - 6 true 0 0 false",
		"reopened: Lost - - false 0 0 false",
		"by whom?: Checkout - 3 false 0 0 true",
	}, lines(t, db, `
		SELECT title || ': ' || concat_ws(' ', services.name, COALESCE(((epoch(acknowledged_at - created_at)) // 60)::INT::VARCHAR, '-'),
			COALESCE((epoch(resolved_at - created_at) // 60)::INT::VARCHAR, '-'), was_merged, reassignments, escalations, is_unnamed)
		FROM facts.incidents JOIN facts.incident_keys USING (incident_id) JOIN facts.services AS services USING (service_id)`))
	sameRows(t, "people", []string{
		"git ana-l 1 email", "pagerduty Ana 1 email", "git Bo 2 alone", "pagerduty Bo 3 alone", "pagerduty Gone Girl 4 alone", "pagerduty renovate 5 alone",
	}, lines(t, db, `SELECT concat_ws(' ', source, name, person_id, matched_by) FROM facts.identities`))
}
