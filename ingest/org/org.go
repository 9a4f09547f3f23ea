// Package org reads what an organisation declares of itself: org.yaml, Backstage's catalogue and CODEOWNERS. The rule that
// keeps it simple: a declaration is what a file says, with the file and line; what follows from it is worked out in facts.
package org

import (
	"time"
)

// The sources of declarations, as they are stored.
const (
	Yaml      = "org.yaml"
	Backstage = "backstage"
)

// Roles are what a person may be.
var Roles = []string{"developer", "operations", "qa", "support", "product", "manager"}

// Declarations are all that was declared. References in them hold: what a team, a service or a person is called by id is
// declared too.
type Declarations struct {
	Teams         []Team
	Services      []Service
	People        []Person
	Members       []Member
	Bots          []Bot
	Interventions []Intervention
}

// From is where something is declared.
type From struct {
	Source string // Yaml or Backstage
	Place  string // file:line
}

type Team struct {
	From
	ID, Name string
}

type Service struct {
	From
	ID, Name     string
	Team         string  // "" where nobody owns it
	Runbook      string  // "" or a URL
	Owners       []Owner // at most one of each duty
	PagerDuty    []Claim // services of PagerDuty
	Jira         []JiraClaim
	Repositories []RepositoryClaim
}

// Owner is who has a duty: technical or product.
type Owner struct {
	Duty, Person string
	Place        string
}

type Claim struct {
	ID, Place string
}

type JiraClaim struct {
	Project   string
	Component string // "": what no other service claims of the project
	Place     string
}

type RepositoryClaim struct {
	Repository string
	Pattern    string // "": the whole repository
	Place      string
}

type Person struct {
	From
	ID, Name string
	Team     string    // "" where none is declared
	Role     string    // "" or one of Roles
	Zone     string    // "" or an IANA name
	Left     time.Time // zero: still here
	Accounts []Account
}

// Account is one of a person: pagerduty, jira and git are accounts by their ids, git as "Name <mail>" or a mail.
type Account struct {
	Kind  string // pagerduty, jira, git, email
	ID    string
	Place string
}

type Member struct {
	From
	Team, Person string
}

type Bot struct {
	Pattern, Place string
}

type Intervention struct {
	On            time.Time
	Team, Service string // one of them
	What          string
	Place         string
}
