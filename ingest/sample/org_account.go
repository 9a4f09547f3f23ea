package sample

import (
	"slices"
	"strings"
	"time"
)

// sampleAccount is the organisation's PagerDuty account while it is made.
type sampleAccount struct {
	*PagerDutyData
	o        *Organisation
	users    map[string]*PagerDutyReference // by login
	logins   map[string]string              // by the user's id
	teams    map[string]*PagerDutyTeam
	rotas    map[string]rota
	policies map[string]*PagerDutyEscalationPolicy
	levels   map[string][]string // of a policy: a schedule, or the login of a direct target
	services map[string]*PagerDutyService
}

// PagerDuty makes the organisation's PagerDuty account, a new one with each call.
func (o *Organisation) PagerDuty() *PagerDutyData { return o.account().PagerDutyData }

func (o *Organisation) account() *sampleAccount {
	a := &sampleAccount{
		PagerDutyData: &PagerDutyData{AccountTimeZone: inStockholm, From: o.From, To: o.AsOf},
		o:             o, users: map[string]*PagerDutyReference{}, logins: map[string]string{}, teams: map[string]*PagerDutyTeam{},
		rotas: map[string]rota{}, policies: map[string]*PagerDutyEscalationPolicy{}, levels: map[string][]string{},
		services: map[string]*PagerDutyService{},
	}
	a.addPriorities()
	a.addPeople()
	a.addSchedules()
	a.addPolicies()
	a.addServices()
	a.addIncidents()
	a.deleteUsers()
	a.order()
	return a
}

func (a *sampleAccount) addPriorities() {
	for _, p := range [][2]string{{"P1", "Customers cannot buy"}, {"P2", "Customers notice"}, {"P3", "Customers may notice"}, {"P4", "Nobody notices"}} {
		a.Priorities = append(a.Priorities, &PagerDutyPriority{ID: a.NewID("P", 7), Name: p[0], Description: p[1]})
	}
}

// addPeople makes users and teams. Teams hold who is in them now: the account remembers no other.
func (a *sampleAccount) addPeople() {
	for _, c := range a.o.people {
		u := &PagerDutyUser{
			ID: a.NewID("P", 7), Name: c.name, Email: c.email, TimeZone: text(c.zone), Role: "limited_user", JobTitle: text(c.title),
			Teams: []*PagerDutyReference{},
		}
		if c.zone == zoneUnset {
			u.TimeZone = nil
		}
		if c.title == head {
			u.Role = "owner"
		}
		a.Users = append(a.Users, u)
		a.users[c.login], a.logins[u.ID] = u.Reference(), c.login
		if c.left > 0 {
			continue
		}
		team := a.teams[c.team]
		if team == nil {
			team = &PagerDutyTeam{ID: a.NewID("P", 7), Name: c.team}
			a.teams[c.team] = team
			a.Teams = append(a.Teams, team)
		}
		u.Teams = append(u.Teams, team.Reference())
		role := "responder"
		if c.title == manager || c.title == head {
			role = "manager"
		}
		team.Members = append(team.Members, &PagerDutyMember{User: u.Reference(), Role: role})
	}
}

// addPolicies makes the policies. The head of engineering is the last resort of all but one.
func (a *sampleAccount) addPolicies() {
	for _, plan := range [][]string{
		{"Payments", "Payments primary", "Payments backup", "ingrid.sandvik"},
		{"Search", "Search primary", "Search backup", "ingrid.sandvik"},
		{"Accounts", "Accounts", "ingrid.sandvik"},
		{"Platform", "Platform primary", "Platform backup"},
		{"Storefront", "Storefront office hours", "ingrid.sandvik"},
		{"Coupons", "Coupons office hours", "ingrid.sandvik"},
	} {
		p := &PagerDutyEscalationPolicy{
			ID: a.NewID("P", 7), Name: plan[0], NumLoops: 1, Services: []*PagerDutyReference{}, Teams: []*PagerDutyReference{},
		}
		if team := a.teams[p.Name]; team != nil {
			p.Teams = append(p.Teams, team.Reference())
		}
		for _, name := range plan[1:] {
			target := a.users[name]
			if r, ok := a.rotas[name]; ok {
				target = r.schedule.Reference()
				r.schedule.Policies = append(r.schedule.Policies, p.Reference())
			}
			p.Rules = append(p.Rules, &PagerDutyRule{
				ID: a.NewID("P", 7), DelayMinutes: int(escalationDelay / time.Minute), Targets: []*PagerDutyReference{target},
			})
		}
		a.policies[p.Name], a.levels[p.Name] = p, plan[1:]
		a.EscalationPolicies = append(a.EscalationPolicies, p)
	}
}

func (a *sampleAccount) addServices() {
	for _, plan := range portfolio {
		p := a.policies[plan.policy]
		s := &PagerDutyService{
			ID: a.NewID("P", 7), Name: plan.name, CreatedAt: a.From.AddDate(-2, 0, 0), Status: "active", EscalationPolicy: p.Reference(),
			Teams: p.Teams, AlertCreation: "create_alerts_and_incidents",
		}
		slug := strings.ReplaceAll(strings.ToLower(s.Name), " ", "-")
		if plan.runbook {
			s.Description = text("Runbook: https://wiki.example.com/runbooks/" + slug)
		}
		id := s.ID + "I"
		s.Integrations = []*PagerDutyReference{{
			ID: id, Type: "events_api_v2_inbound_integration_reference", Summary: "Monitoring of " + slug,
			Self: text(apiURL + "services/" + s.ID + "/integrations/" + id), HTMLURL: text(webURL + "services/" + s.ID + "/integrations/" + id),
		}}
		p.Services = append(p.Services, s.Reference())
		a.services[s.Name] = s
		a.Services = append(a.Services, s)
	}
}

// refer returns the references to people.
func (a *sampleAccount) refer(logins []string) []*PagerDutyReference {
	var all []*PagerDutyReference
	for _, login := range logins {
		all = append(all, a.users[login])
	}
	return all
}

// onCall returns who is on call for a level of a policy, 1 being the first, or nil.
func (a *sampleAccount) onCall(policy string, level int, at time.Time) *colleague {
	levels := a.levels[policy]
	if level > len(levels) {
		return nil
	}
	login := levels[level-1]
	if r, ok := a.rotas[login]; ok {
		user := r.at(at)
		if user == nil {
			return nil
		}
		login = a.logins[user.ID]
	}
	return a.o.person(login)
}

// deleteUsers takes two of the three out whose team is no more. Owen's account was forgotten.
func (a *sampleAccount) deleteUsers() {
	for _, c := range a.o.people {
		if c.left == 0 || c.login == "owen.gallagher" {
			continue
		}
		gone, at := a.users[c.login], c.here.until.Add(10*time.Hour)
		gone.Self, gone.HTMLURL, gone.DeletedAt = nil, nil, &at
		a.DeleteUser(gone.ID, at)
	}
}

// addIncidents lives through all alerts in the order they come.
func (a *sampleAccount) addIncidents() {
	var all []*alert
	for _, s := range portfolio {
		all = append(all, a.o.alerts(s)...)
	}
	slices.SortStableFunc(all, func(one, two *alert) int { return one.at.Compare(two.at) })
	e := newEpisodes(a)
	for _, alert := range all {
		e.live(alert)
	}
}
