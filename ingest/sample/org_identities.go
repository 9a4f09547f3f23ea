package sample

import (
	"maps"
	"slices"
	"strings"
)

// Account is an account or address under which something is done in the sample organisation, and the truth of whose it
// is, which no source tells.
type Account struct {
	Source string // "pagerduty", "jira", "git", or "org": a person of org.yaml
	ID     string // of the account, as on Jira Cloud; of git "Name <address>" as in the commits; of org.yaml the id
	Name   string
	Email  string // as the source shows it; empty: it does not
	Person string // who it is, the same for all of a person's accounts; empty: nobody, see Kind
	Kind   string // "person", "bot", "role" for one that several use, "customer", "deleted" for one that stands for several
}

// Accounts lists every account of every source. A deleted user of PagerDuty is among them, by what references say.
func (o *Organisation) Accounts() []Account {
	var all []Account
	account := o.account()
	for _, c := range o.people {
		ref := account.users[c.login]
		email := c.email
		if account.User(ref.ID) == nil {
			email = ""
		}
		all = append(all, Account{"pagerduty", ref.ID, c.name, email, c.login, "person"})
	}
	return slices.Concat(all, o.jiraAccounts(), o.gitAccounts(), o.declared())
}

func (o *Organisation) jiraAccounts() []Account {
	site := o.site()
	var all []Account
	for _, c := range o.everyone {
		u := site.users[c.login]
		a := Account{"jira", u.ID, u.Name, "", c.login, "person"}
		if u.IsPublic {
			a.Email = u.Email
		}
		if !u.IsDeleted {
			all = append(all, a)
		}
	}
	kinds := map[*JiraUser]string{site.robot: "bot", site.rota: "role", site.APIUser: "bot"}
	for _, u := range site.clients {
		kinds[u] = "customer"
	}
	for _, u := range site.Users {
		if kind := kinds[u]; kind != "" {
			all = append(all, Account{"jira", u.ID, u.Name, u.Email, "", kind})
		}
	}
	return append(all, Account{"jira", "unknown", "", "", "", "deleted"})
}

func (o *Organisation) gitAccounts() []Account {
	signed := map[string]*colleague{robot: nil}
	for _, plan := range codebase {
		maps.Copy(signed, o.repository(plan).signed)
	}
	var all []Account
	for _, text := range slices.Sorted(maps.Keys(signed)) {
		name, email, _ := strings.Cut(strings.TrimSuffix(text, ">"), " <")
		a := Account{"git", text, name, email, "", "bot"}
		if c := signed[text]; c != nil {
			a.Person, a.Kind = c.login, "person"
		}
		all = append(all, a)
	}
	return all
}

func (o *Organisation) declared() []Account {
	var all []Account
	for _, c := range o.everyone {
		if !slices.Contains(undeclared, c.login) {
			all = append(all, Account{"org", c.login, c.name, c.email, c.login, "person"})
		}
	}
	return all
}
