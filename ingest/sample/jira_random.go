package sample

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// JiraRandom is how large a random site is.
type JiraRandom struct {
	Issues   int       // those that are there in the end; some more are deleted
	Projects int       // 0: 4; the third's key is a reserved word of JQL
	People   int       // 0: 12, and one more for every 200 issues
	From, To time.Time // of its history
	TimeZone string    // of the API user; empty: America/New_York, whose clocks change
}

// site is a random site while it is made.
type site struct {
	*JiraData
	size   JiraRandom
	rnd    *rand.Rand
	people []*JiraUser // who do things
	open   []*JiraStatus
	busy   []*JiraStatus
	done   []*JiraStatus
}

// RandomJira makes a site for tests: so many issues, with people and projects to match, the same for the same arguments.
// Everything that breaks clients is in it, at 60 issues at the latest: changelogs and comments of over a hundred, reopened
// issues, done ones without a time of resolution, times that end in Z, moved and deleted issues, nobody where somebody
// should be, accounts that are gone, names that two people have, hostile texts, unknown fields, statuses in other languages,
// hundreds of issues changed in the same millisecond, ids that are not in the order of creation.
func RandomJira(seed uint64, size JiraRandom) *JiraData {
	if size.Projects == 0 {
		size.Projects = 4
	}
	if size.People == 0 {
		size.People = 12 + size.Issues/200
	}
	if size.TimeZone == "" {
		size.TimeZone = "America/New_York"
	}
	size.From, size.To = size.From.Truncate(time.Millisecond), size.To.Truncate(time.Millisecond)
	s := &site{JiraData: &JiraData{From: size.From, To: size.To}, size: size, rnd: rand.New(rand.NewPCG(seed, 1))}
	s.addStatuses()
	s.addPeople()
	for n := range size.Projects {
		key := fmt.Sprintf("P%d", n)
		if n < 4 {
			key = []string{"OPS", "PAY", "OR", "WEB_2"}[n]
		}
		s.AddProject(key, products[n%len(products)]+" & <co> "+key, "Checkout", "Ledger's", "API; v2")
	}
	s.Projects[0].OldKeys = []string{"OLDOPS"}
	s.Priorities = []string{"Highest", "High", "Medium", "Low"}
	s.Types = []string{"Bug", "Task", "Incident", "Story"}
	s.Fields = []Object{{
		"id": "customfield_10010", "key": "customfield_10010", "name": "Story points", "custom": true, "orderable": true, "navigable": true,
		"searchable": true, "clauseNames": []string{"cf[10010]"}, "schema": Object{"type": "number", "customId": 10010},
	}}
	s.addIssues()
	s.bulkEdits()
	s.strange()
	return s.JiraData
}

func (s *site) addStatuses() {
	s.open = []*JiraStatus{s.AddStatus("To Do", "new"), s.AddStatus("Öffnen", "new")}
	s.busy = []*JiraStatus{
		s.AddStatus("In Arbeit", "indeterminate"), s.AddStatus("レビュー中", "indeterminate"),
		s.AddStatus("Done (waiting for release)", "indeterminate"), // what its name says is not what it means
	}
	s.done = []*JiraStatus{s.AddStatus("Klart", "done"), s.AddStatus("Zurückgestellt", "done"), s.AddStatus("Won't do", "done")}
}

func (s *site) addPeople() {
	for n := range s.size.People {
		first, last := firstNames[n%len(firstNames)], lastNames[s.rnd.IntN(len(lastNames))]
		u := JiraUser{
			ID: fmt.Sprintf("5b10ac8d82e05b22cc7d%04x", 4096+n), Name: first + " " + last, Username: fmt.Sprintf("u%d", n),
			Email: fmt.Sprintf("jira%d@example.com", n), TimeZone: zones[n%len(zones)], IsPublic: n%3 == 0,
		}
		switch n % 12 {
		case 4:
			u.Name = s.Users[0].Name // another person
		case 5:
			u.IsInactive = true
		case 6:
			u.IsClosed = true
		case 7, 11:
			u.IsDeleted = true // one unknown account is two people
		case 8:
			u.AccountType, u.Name = "customer", "customer <"+u.Email+">"
		case 9:
			u.AccountType, u.Name, u.ID = "app", "Automation for Jira", fmt.Sprintf("557058:f58131cb-b67d-43c7-b30d-%012d", n)
		}
		s.people = append(s.people, s.AddUser(u))
	}
	s.APIUser = s.AddUser(JiraUser{
		ID: "5b10ac8d82e05b22cc7dffff", Name: "Fewhands bot", Username: "fewhands", Email: "bot@example.com", TimeZone: s.size.TimeZone,
	})
}

// anyone is more often one of the first.
func (s *site) anyone() *JiraUser {
	return s.people[min(s.rnd.IntN(len(s.people)), s.rnd.IntN(len(s.people)))]
}

func oneOf[T any](rnd *rand.Rand, all []T) T { return all[rnd.IntN(len(all))] }
