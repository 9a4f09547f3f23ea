package sample

import (
	"encoding/hex"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"
)

// sampleSite is the organisation's Jira site while it is made.
type sampleSite struct {
	*JiraData
	o        *Organisation
	chances  map[*sampleService]*rand.Rand
	users    map[string]*JiraUser // by login
	robot    *JiraUser            // moves cards
	rota     *JiraUser            // a mailbox that Payments files its alerts under
	clients  []*JiraUser
	projects map[string]*JiraProject // by team; of Growth also by ""
	statuses map[string]*JiraStatus
	epics    map[string]*JiraIssue // by service and half-year
	turns    map[*sampleService]int
	stints   map[string][]stint // by login
}

// stint is a time in which somebody works on a ticket.
type stint struct {
	span
	service *sampleService
	issue   *JiraIssue
}

// takesUp begins a stint, which lasts until lays.
func (t *ticket) takesUp() {
	t.stints[t.doer.login] = append(t.stints[t.doer.login], stint{span{t.at, t.o.AsOf}, t.service, t.issue})
}

// lays ends the last stint of who works on the ticket.
func (t *ticket) lays() {
	all := t.stints[t.doer.login]
	all[len(all)-1].until = t.at
}

// The accounts of Jira that are no people's.
const (
	robotName = "Automation for Jira"
	rotaName  = "Payments On-call"
	rotaEmail = "payments-oncall@example.com"
)

// withheld is whose e-mail and zone Jira does not show, as people may choose there.
var withheld = []string{
	"ana.lind", "bo.marklund", "seun.adeyemi", "grace.kim", "dmitri.volkov", "kwame.mensah", "aroha.ngata", "sven.ostberg", "chloe.laurent",
	"daniel.okafor", "linnea.holm", "zoltan.nagy", "imani.cole", "rasmus.toft", "jasmin.farah", "amara.nwosu", "d.okafor",
}

// otherAddresses is under which address Jira knows people, where it is not the one that everything else knows.
var otherAddresses = map[string]string{
	"priya.raman":     "priya.raman@oldshop.example", // from before the company was bought
	"henrik.dahlgren": "Henrik.Dahlgren@Example.com",
}

// closed is whose account was deleted: Jira Cloud calls all of them "unknown".
var closed = []string{"viktor.halasz", "beatriz.fonseca"}

// Jira makes the organisation's Jira site, a new one with each call.
func (o *Organisation) Jira() *JiraData { return o.site().JiraData }

// Projects returns the keys of the Jira projects.
func (o *Organisation) Projects() []string {
	var keys []string
	for _, b := range boards {
		keys = append(keys, b.key)
	}
	return keys
}

func (o *Organisation) site() *sampleSite {
	s := &sampleSite{
		JiraData: &JiraData{From: o.From, To: o.AsOf, Priorities: []string{"Highest", "High", "Medium", "Low", "Lowest"}},
		o:        o, chances: map[*sampleService]*rand.Rand{}, users: map[string]*JiraUser{}, projects: map[string]*JiraProject{},
		statuses: map[string]*JiraStatus{}, epics: map[string]*JiraIssue{}, turns: map[*sampleService]int{}, stints: map[string][]stint{},
	}
	s.Types = []string{"Story", "Task", "Bug", "Incident", "Postmortem", "Epic"}
	for _, service := range portfolio {
		s.chances[service] = o.random("tickets of " + service.name)
	}
	s.addAccounts()
	for _, status := range [][2]string{
		{"To Do", "new"}, {"In Progress", "indeterminate"}, {"In Review", "indeterminate"}, {"Done", "done"}, {"Live", "done"}, {"Released", "done"},
		{"Won't Do", "done"},
	} {
		s.statuses[status[0]] = s.AddStatus(status[0], status[1])
	}
	for _, b := range boards {
		var components []string
		for _, service := range portfolio {
			if service.team == b.team {
				components = append(components, service.name)
			}
		}
		s.projects[b.team] = s.AddProject(b.key, b.name, components...)
	}
	s.projects[""] = s.projects["Growth"]
	s.addTickets()
	return s
}

func (s *sampleSite) addAccounts() {
	for _, c := range s.o.everyone {
		u := JiraUser{ID: jiraID(c.login), Name: c.name, Username: c.login, Email: c.email, TimeZone: c.zone, IsPublic: !slices.Contains(withheld, c.login)}
		if other, ok := otherAddresses[c.login]; ok {
			u.Email = other
		}
		u.IsInactive = c.left > 0
		u.IsDeleted = slices.Contains(closed, c.login)
		s.users[c.login] = s.AddUser(u)
	}
	s.robot = s.AddUser(JiraUser{ID: "557058:f58131cb-b67d-43c7-b30d-6b58d40bd077", Name: robotName, Username: "automation", AccountType: "app"})
	s.rota = s.AddUser(JiraUser{ID: jiraID(rotaEmail), Name: rotaName, Username: "payments-oncall", Email: rotaEmail, IsPublic: true})
	for _, name := range []string{"Greta Holm", "J. Smith"} {
		s.clients = append(s.clients, s.AddUser(JiraUser{ID: "qm:" + jiraID(name), Name: name, AccountType: "customer"}))
	}
	s.APIUser = s.AddUser(JiraUser{ID: jiraID("fewhands"), Name: "Fewhands", Username: "fewhands", Email: "fewhands@example.com", TimeZone: inStockholm, IsPublic: true})
}

// jiraID is the id of an account, the same in all sample organisations.
func jiraID(login string) string {
	h := fnv.New128a()
	h.Write([]byte(login))
	return hex.EncodeToString(h.Sum(nil))[:24]
}

// board returns how a team files its tickets. What belongs to nobody was Growth's.
func (s *sampleSite) board(team string) board {
	if team == "" {
		team = "Growth"
	}
	return boards[slices.IndexFunc(boards, func(b board) bool { return b.team == team })]
}

// free returns the people around who are as wanted, at a desk or not.
func (s *sampleSite) free(at time.Time, wanted func(*colleague) bool) []*colleague {
	var all []*colleague
	for _, c := range s.o.everyone {
		if wanted(c) && c.present(at) {
			all = append(all, c)
		}
	}
	return all
}

// team returns who of a team is around and works on tickets.
func (s *sampleSite) team(name string, at time.Time) []*colleague {
	if name == "" {
		name = "Growth"
	}
	return s.free(at, func(c *colleague) bool { return c.team == name && c.title != head })
}

// owner returns the owner of a service for a duty, where there is one who is around.
func (s *sampleSite) owner(service *sampleService, product bool, at time.Time) *colleague {
	login := owners[service.name].technical
	if product {
		login = owners[service.name].product
	}
	if login == "" {
		return nil
	}
	if c := s.o.person(login); c.present(at) {
		return c
	}
	return nil
}
