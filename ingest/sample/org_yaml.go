package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// undeclared is who was forgotten in org.yaml.
var undeclared = []string{"nikhil.deshmukh", "emil.sundqvist"}

// OrgYAML returns the organisation's org.yaml. As in every real one, some things are missing: a repository, some people,
// roles and zones, an account that only a name connects; and some are no longer true.
func (o *Organisation) OrgYAML() []byte {
	y := &orgYAML{o: o, account: o.account()}
	y.line("# The sample organisation as it describes itself. Not all of it is here, and not all of it is still true.")
	y.line("teams:")
	for _, name := range []string{"Payments", "Search", "Accounts", "Platform", "Storefront"} {
		y.line("  - {id: %s, name: %s}", slug(name), name)
	}
	y.line("\nservices:")
	for _, s := range portfolio {
		y.service(s)
	}
	y.line("\n# Product owners and support work with several teams and are of none.\npeople:")
	for _, c := range o.everyone {
		if !slices.Contains(undeclared, c.login) {
			y.person(c)
		}
	}
	y.line("\nbots: [\"*[bot]@users.noreply.github.com\", Release Robot, %s]", rotaEmail)
	y.line("\ninterventions:")
	for _, s := range o.Stories() {
		if s.Changed != "" {
			y.line("  - {on: %s, team: %s, what: %s}", s.Onset.Format(time.DateOnly), slug(s.Team), s.Changed)
		}
	}
	return []byte(y.text.String())
}

// orgYAML is the file while it is written.
type orgYAML struct {
	o       *Organisation
	account *sampleAccount
	text    strings.Builder
}

func (y *orgYAML) line(format string, args ...any) { fmt.Fprintf(&y.text, format+"\n", args...) }

// slug is how names are written in ids and addresses.
func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

func (y *orgYAML) service(s *sampleService) {
	own := owners[s.name]
	y.line("  - id: %s\n    name: %s", slug(s.name), s.name)
	if s.team != "" {
		y.line("    team: %s", slug(s.team))
	}
	switch {
	case own.technical != "" && own.product != "":
		y.line("    owners: {technical: %s, product: %s}", own.technical, own.product)
	case own.technical != "":
		y.line("    owners: {technical: %s}", own.technical)
	}
	y.line("    pagerduty: [%s]", y.account.services[s.name].ID)
	if s.team == "" {
		y.line("    jira: [{project: GROW}]")
	} else {
		y.line("    jira: [{project: %s, component: %s}]", boards[slices.IndexFunc(boards, func(b board) bool { return b.team == s.team })].key, s.name)
	}
	for _, plan := range codebase {
		y.repository(s, plan)
	}
	if s.runbook && slices.Contains([]string{"Payments", "Search", "Platform"}, s.team) {
		y.line("    runbook: https://wiki.example.com/runbooks/%s", slug(s.name))
	}
}

// repository says which paths belong to a service: the whole, where nothing in it belongs to another one.
func (y *orgYAML) repository(s *sampleService, plan repositoryPlan) {
	var globs []string
	all := true
	for _, a := range plan.areas {
		if a.service != s.name {
			all = false
			continue
		}
		globs = append(globs, `"`+a.dir+`/**"`, `"docs/runbooks/`+a.dir+`.md"`, `"alerts/`+a.dir+`.yaml"`)
	}
	switch {
	case len(globs) == 0:
	case all:
		y.line("    repositories: [{name: %s}]", plan.name)
	default:
		y.line("    repositories: [{name: %s, paths: [%s]}]", plan.name, strings.Join(globs, ", "))
	}
}

func (y *orgYAML) person(c *colleague) {
	y.line("  - id: %s\n    name: %s", c.login, c.name)
	if c.team != "" && c.left == 0 {
		y.line("    team: %s", slug(c.team))
	}
	if c.login != "wiremu.parata" {
		y.line("    role: %s", roles[c.title])
	}
	if c.zone != zoneUnset && c.title != support {
		y.line("    timezone: %s", c.zone)
	}
	emails := []string{c.email}
	if other, ok := otherAddresses[c.login]; ok && !strings.EqualFold(other, c.email) {
		emails = append(emails, other)
	}
	y.line("    emails: [%s]", strings.Join(emails, ", "))
	var accounts []string
	if slices.Contains(closed, c.login) {
		accounts = append(accounts, "pagerduty: "+y.account.users[c.login].ID)
	}
	if slices.Contains(withheld, c.login) && c.login != "linnea.holm" {
		accounts = append(accounts, `jira: "`+jiraID(c.login)+`"`)
	}
	if other, ok := aliases[c.login]; ok && other.email != sharedAddress && !mapped(other.email) {
		accounts = append(accounts, fmt.Sprintf(`git: "%s <%s>"`, other.name, other.email))
	}
	if len(accounts) > 0 {
		y.line("    accounts: {%s}", strings.Join(accounts, ", "))
	}
	if c.left > 0 {
		y.line("    left: %s", c.here.until.Format(time.DateOnly))
	}
}

// mapped says whether a .mailmap knows an address.
func mapped(email string) bool {
	return slices.ContainsFunc(codebase, func(p repositoryPlan) bool { return strings.Contains(p.mailmap, "<"+email+">") })
}
