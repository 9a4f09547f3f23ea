package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// account is a random account while it is made.
type account struct {
	*PagerDutyData
	rnd   *rand.Rand
	teams []*randomTeam
}

// randomTeam is a team, who pages it and who answers.
type randomTeam struct {
	team     *PagerDutyTeam
	services []*PagerDutyService
	policy   *PagerDutyEscalationPolicy
	people   []*PagerDutyReference // who left first
	levels   []rota
}

// RandomPagerDuty makes an account for tests: so many incidents between from and to, with people, teams and rotas to
// match, the same for the same arguments. Everything that breaks clients is in it, at 20 incidents at the latest: times
// with different offsets, fields that are null or unknown, unknown types, deleted users, merged and reopened incidents,
// resolves without a person, incidents that stay open. At 20,000 incidents people come on more than one page.
func RandomPagerDuty(seed uint64, incidents int, from, to time.Time) *PagerDutyData {
	from, to = from.Truncate(time.Second), to.Truncate(time.Second)
	a := &account{
		PagerDutyData: &PagerDutyData{AccountTimeZone: "America/New_York", From: from, To: to},
		rnd:           rand.New(rand.NewPCG(seed, 0)),
	}
	for n, description := range []string{"Customers cannot buy", "Customers notice", "Nobody notices yet"} {
		a.Priorities = append(a.Priorities, &PagerDutyPriority{
			ID: a.NewID("P", 7), Name: fmt.Sprintf("P%d", n+1), Description: description,
			Extra: Object{"html_url": nil, "color": "a8171c"},
		})
	}
	for n := range 3 + incidents/1500 {
		a.addTeam(n)
	}
	a.noTeam()
	a.addIncidents(incidents)
	a.order()
	a.strange()
	return a.PagerDutyData
}

var (
	firstNames = []string{"Ana", "Bo", "Chloé", "Dinesh", "Eun-ji", "Farah", "Goran", "Hana", "Ines", "Jörg", "Kofi", "Łucja", "Mei", "Nils", "Oya"}
	lastNames  = []string{"Lind", "O'Neil", "Park", "Quist", "Rao", "Sato", "Tamm", "Usman", "Vega", "Wójcik", "Xu", "Young", "Zeller"}
	zones      = []string{"Europe/Stockholm", "America/Denver", "Pacific/Auckland", "Asia/Kolkata", "America/New_York"}
	products   = []string{"Checkout", "Search", "Ledger", "Media", "Login", "Inbox", "Catalogue", "Billing", "Export", "Quotes"}
)

// addUser makes a person, who has a zone mostly, and returns the reference to them.
func (a *account) addUser(zone string) *PagerDutyReference {
	n := len(a.Users)
	first, last := firstNames[n%len(firstNames)], lastNames[a.rnd.IntN(len(lastNames))]
	u := &PagerDutyUser{
		ID: a.NewID("P", 7), Name: first + " " + last, Email: fmt.Sprintf("%s%d@example.com", strings.ToLower(first), n),
		TimeZone: &zone, Role: "limited_user", Teams: []*PagerDutyReference{},
		Extra: Object{"color": "green", "invitation_sent": false, "contact_methods": []Object{}, "notification_rules": []Object{}},
	}
	if n%7 == 3 {
		u.TimeZone = nil
	}
	if n%5 == 0 {
		u.JobTitle = text("Engineer")
	}
	a.Users = append(a.Users, u)
	return u.Reference()
}

// addTeam makes a team of six with two rotas, a manager as direct target and some services. The first of the six left
// half-way: they are deleted, gone from every list, and still in the history.
func (a *account) addTeam(n int) {
	zone := zones[n%len(zones)]
	t := &randomTeam{team: &PagerDutyTeam{ID: a.NewID("P", 7), Name: fmt.Sprintf("%s team %d", products[n%len(products)], n)}}
	for range 6 {
		t.people = append(t.people, a.addUser(zone))
	}
	manager := a.addUser(zone)
	for m, user := range a.Users[len(a.Users)-7:] {
		user.Teams = append(user.Teams, t.team.Reference())
		t.team.Members = append(t.team.Members, &PagerDutyMember{User: user.Reference(), Role: []string{"responder", "manager"}[m/6]})
	}
	left := a.From.Add(a.To.Sub(a.From) / 2).Truncate(time.Hour)
	t.levels = a.addRotas(t, zone, left)
	t.policy = &PagerDutyEscalationPolicy{
		ID: a.NewID("P", 7), Name: t.team.Name + " policy", NumLoops: 2, Teams: []*PagerDutyReference{t.team.Reference()},
		Services: []*PagerDutyReference{},
	}
	for _, target := range []*PagerDutyReference{t.levels[0].schedule.Reference(), t.levels[1].schedule.Reference(), manager} {
		t.policy.Rules = append(t.policy.Rules, &PagerDutyRule{ID: a.NewID("P", 7), DelayMinutes: 30, Targets: []*PagerDutyReference{target}})
	}
	for range 2 + n%2 {
		a.addService(t, []*PagerDutyReference{t.team.Reference()})
	}
	for _, level := range t.levels {
		level.schedule.Policies = []*PagerDutyReference{t.policy.Reference()}
	}
	a.Teams = append(a.Teams, t.team)
	a.EscalationPolicies = append(a.EscalationPolicies, t.policy)
	a.teams = append(a.teams, t)
	a.leave(t, left)
}

func (a *account) addService(t *randomTeam, teams []*PagerDutyReference) {
	s := &PagerDutyService{
		ID: a.NewID("P", 7), Name: fmt.Sprintf("%s %d", products[len(a.Services)%len(products)], len(a.Services)),
		CreatedAt: a.From.AddDate(-1, 0, 0), Status: "active", EscalationPolicy: t.policy.Reference(), Teams: teams,
		AlertCreation: "create_alerts_and_incidents", Extra: Object{"auto_resolve_timeout": 14400, "acknowledgement_timeout": nil},
	}
	integration := s.Reference().ID + "I"
	s.Integrations = []*PagerDutyReference{{
		ID: integration, Type: "generic_events_api_inbound_integration_reference", Summary: "Events API",
		Self: text(apiURL + "services/" + s.ID + "/integrations/" + integration), HTMLURL: text(webURL + "services/" + s.ID),
	}}
	if len(a.Services)%3 == 0 {
		s.Description = text("Runbook: https://wiki.example.com/" + s.ID)
	}
	t.policy.Services = append(t.policy.Services, s.Reference())
	t.services = append(t.services, s)
	a.Services = append(a.Services, s)
}

// noTeam makes a service that no team owns and whose policy is the first team's.
func (a *account) noTeam() {
	a.addService(a.teams[0], []*PagerDutyReference{})
}

// leave deletes the first of the team's people, whose reference says so wherever it is.
func (a *account) leave(t *randomTeam, at time.Time) {
	gone := t.people[0]
	gone.Self, gone.HTMLURL, gone.DeletedAt = nil, nil, &at
	a.DeleteUser(gone.ID, at)
	for _, level := range t.levels {
		level.schedule.Users = slices.DeleteFunc(level.schedule.Users, func(r *PagerDutyReference) bool { return r == gone })
	}
}
