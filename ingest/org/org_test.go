package org

import (
	"strings"
	"testing"
)

// whole has every key of the format.
const whole = `teams:
  - {id: payments, name: Payments}
services:
  - id: checkout
    name: Checkout
    team: payments
    owners: {technical: ana, product: bo}
    pagerduty: [PSVC123, PSVC124]
    jira: [{project: PAY, component: Checkout}, {project: SHOP}]
    repositories: [{name: payments, paths: ["checkout/**", "lib/{a,b}/*.go"]}, {name: shop}]
    runbook: https://wiki.example.com/checkout
people:
  - id: ana
    name: Ana Lind
    team: payments
    role: developer
    timezone: Europe/Stockholm
    emails: [ana@example.com, Ana@example.com]
    accounts: {pagerduty: PUSER1, jira: 5b10ac8d82e05b22cc7d4ef5, git: ["ana-l <ana@old.example.com>", ana@example.com]}
    left: 2026-01-31
  - id: bo
    accounts:
      jira:
        - 557058
        - 12345e10
bots: ["*[bot]@users.noreply.github.com", "Release Robot"]
interventions:
  - {on: 2026-03-02, team: payments, what: Weekly rotating on-call}
  - {on: 2026-04-01, service: checkout, what: Wrote the runbook}
`

func TestFaultsNameFileLineAndKey(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string // the lines of the error, after the file's name
	}{
		{"unknown keys in one entry, and after it", "teams:\n  - id: a\n    nmae: A\n    color: red\n  - {id: b, lead: x}\nbotz: []\n",
			[]string{":3: teams[0].nmae: unknown key", ":4: teams[0].color: unknown key", ":5: teams[1].lead: unknown key", ":6: botz: unknown key"}},
		{"no id", "teams:\n  - name: A\npeople:\n  - {}\n", []string{":2: teams[0]: want an id", ":4: people[0]: want an id"}},
		{"id twice", "teams: [{id: a}]\nservices:\n  - id: x\n  - id: a\n  - id: x\n",
			[]string{`:5: services[2].id: service "x" is declared by services[0] already`}},
		{"space around an id", "teams: [{id: ' a'}]\n", []string{`:1: teams[0].id: want no space around " a"`}},
		{"a control character", "people: [{id: a, name: \"x\\ny\"}]\n",
			[]string{`:1: people[0].name: want no control character, as in "x\ny"`}},
		{"unknown team", "services:\n  - id: s\n    team: nobody\npeople:\n  - {id: a, team: none}\n",
			[]string{`:3: services[0].team: no team has the id "nobody"`, `:5: people[0].team: no team has the id "none"`}},
		{"unknown person", "services:\n  - id: s\n    owners: {technical: a,\n      product: b}\npeople: [{id: a}]\n",
			[]string{`:4: services[0].owners.product: no person has the id "b"`}},
		{"a reference to what could not be read", "teams: [{idd: a}]\nservices: [{id: s, team: a}]\n",
			[]string{":1: teams[0].idd: unknown key", ":1: teams[0]: want an id"}},
		{"unknown zone", "people:\n  - {id: a, timezone: Europe/Stokholm}\n  - {id: b, timezone: Local}\n", []string{
			`:2: people[0].timezone: want an IANA time zone such as Europe/Stockholm, not "Europe/Stokholm"`,
			`:3: people[1].timezone: want an IANA time zone such as Europe/Stockholm, not "Local"`}},
		{"unknown role", "people:\n  - id: a\n    role: boss\n",
			[]string{`:3: people[0].role: want one of developer, operations, qa, support, product, manager, not "boss"`}},
		{"bad dates", "teams: [{id: t}]\npeople:\n  - {id: a, left: 2026-02-30}\ninterventions:\n  - {on: soon, team: t, what: x}\n",
			[]string{`:3: people[0].left: want a date such as 2026-01-31, not "2026-02-30"`,
				`:5: interventions[0].on: want a date such as 2026-01-31, not "soon"`}},
		{"an address of two people", "people:\n  - {id: a, emails: [x@example.com]}\n  - id: b\n    emails:\n      - y@example.com\n      - X@Example.com\n",
			[]string{`:6: people[1].emails[1]: e-mail address "X@Example.com" is claimed by people[0].emails already`}},
		{"an address in a git account", "people:\n  - {id: a, emails: x@example.com}\n  - {id: b, accounts: {git: B <x@example.com>}}\n",
			[]string{`:3: people[1].accounts.git: e-mail address "x@example.com" is claimed by people[0].emails already`}},
		{"a git account of two people, and a machine that they shared", "people:\n  - {id: a, accounts: {git: [A <pair@x>, C <pair@x>]}}\n  - {id: b, accounts: {git: [B <pair@x>, c  <Pair@x>]}}\n  - {id: d, emails: [pair@x]}\n",
			[]string{`:3: people[1].accounts.git[1]: git account "c  <Pair@x>" is claimed by people[0].accounts.git[1] already`,
				`:4: people[2].emails: e-mail address "pair@x" is claimed by people[0].accounts.git[0] already`}},
		{"no address", "people:\n  - {id: a, emails: [x], accounts: {git: [Ana, 'Ana <x>', '<a@b>']}}\n", []string{
			`:2: people[0].emails: want an e-mail address, not "x"`,
			`:2: people[0].accounts.git[0]: want a git account as "Name <mail>" or a mail, not "Ana"`,
			`:2: people[0].accounts.git[1]: want a git account as "Name <mail>" or a mail, not "Ana <x>"`,
			`:2: people[0].accounts.git[2]: want a git account as "Name <mail>" or a mail, not "<a@b>"`}},
		{"an account of two people", "people:\n  - {id: a, accounts: {pagerduty: P1, jira: j}}\n  - id: b\n    accounts:\n      pagerduty: P1\n      jira: [j2, j]\n",
			[]string{`:5: people[1].accounts.pagerduty: pagerduty account "P1" is claimed by people[0].accounts.pagerduty already`,
				`:6: people[1].accounts.jira[1]: jira account "j" is claimed by people[0].accounts.jira already`}},
		{"one PagerDuty service of two services", "services:\n  - {id: a, pagerduty: [P1, P2]}\n  - id: b\n    pagerduty:\n      - P2\n      - P3\n",
			[]string{`:5: services[1].pagerduty[0]: PagerDuty service "P2" is claimed by services[0].pagerduty[1] already`}},
		{"one Jira project or component of two services",
			"services:\n  - id: a\n    jira: [{project: PAY}, {project: PAY, component: x}]\n  - id: b\n    jira:\n      - {project: PAY, component: y}\n      - {project: PAY, component: x}\n      - {project: PAY}\n",
			[]string{`:7: services[1].jira[1]: Jira project "PAY", component "x" is claimed by services[0].jira[1] already`,
				`:8: services[1].jira[2]: Jira project "PAY" is claimed by services[0].jira[0] already`}},
		{"a component without a project", "services:\n  - {id: a, jira: [{component: x}]}\n",
			[]string{":2: services[0].jira[0]: want the key of a project, such as PAY"}},
		{"one glob of two services", "services:\n  - {id: a, repositories: [{name: r, paths: [x/**, y/**]}, {name: q}]}\n  - id: b\n    repositories:\n      - name: r\n        paths:\n          - z/**\n          - y/**\n      - name: q\n",
			[]string{`:8: services[1].repositories[0].paths[1]: repository "r", paths "y/**", is claimed by services[0].repositories[0].paths[1] already`,
				`:9: services[1].repositories[1]: repository "q", as a whole, is claimed by services[0].repositories[1] already`}},
		{"bad globs", "services:\n  - id: a\n    repositories:\n      - name: r\n        paths: ['x/[', /x/**, x/, '']\n      - paths: [x]\n", []string{
			`:5: services[0].repositories[0].paths[0]: want a glob such as checkout/**, not "x/["`,
			`:5: services[0].repositories[0].paths[1]: want a glob from the top of the repository, without the / before it, not "/x/**"`,
			`:5: services[0].repositories[0].paths[2]: "x/" matches no file; for all that is below it write "x/**"`,
			`:5: services[0].repositories[0].paths[3]: want a glob of paths such as checkout/**`,
			`:6: services[0].repositories[1]: want the name of a repository, as in fewhands.yaml`}},
		{"a runbook that is no link", "services:\n  - {id: a, runbook: 'javascript:alert(1)'}\n",
			[]string{`:2: services[0].runbook: want a link that begins with https:// or http://, not "javascript:alert(1)"`}},
		{"interventions", "teams: [{id: t}]\nservices: [{id: s}]\ninterventions:\n  - {on: 2026-01-01, what: x}\n  - {on: 2026-01-01, what: x, team: t, service: s}\n  - {on: 2026-01-01, team: t}\n  - {what: x, service: y}\n",
			[]string{":4: interventions[0]: want either a team or a service", ":5: interventions[1]: want either a team or a service",
				":6: interventions[2]: want under what, in a few words, what was changed",
				`:7: interventions[3].service: no service has the id "y"`, ":7: interventions[3]: want under on the day it began"}},
		{"an empty bot", "bots: ['', x]\n", []string{":1: bots[0]: want a name, an e-mail address or a pattern of one"}},
		{"wrong types", "teams: {id: a}\npeople:\n  - {id: [a], emails: {a: b}}\n  - Ana\nbots: x\n", []string{
			":1: teams: want a list, not keys and values", ":3: people[0].id: want a text, not a list",
			":3: people[0].emails: want a list, not keys and values", ":4: people[1]: want keys and values, not a text",
			":5: bots: want a list, not a text", ":3: people[0]: want an id", ":4: people[1]: want an id"}},
		{"no YAML", "teams: [a\n", []string{":1:8: sequence end token ']' not found"}},
		{"a list", "- a\n", []string{":1: want keys and values"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			declared, err := Parse("dir/org.yaml", "org.yaml", []byte(test.text))
			if err == nil || declared != nil {
				t.Fatalf("no error: %+v", declared)
			}
			var got []string
			for line := range strings.SplitSeq(err.Error(), "\n") {
				got = append(got, strings.TrimPrefix(line, "dir/org.yaml"))
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestEveryKeyIsRead(t *testing.T) {
	d, err := Parse("org.yaml", "org.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	s, ana, bo := d.Services[0], d.People[0], d.People[1]
	if s.Place != "org.yaml:4" || s.Team != "payments" || len(s.Owners) != 2 || s.Owners[1].Person != "bo" || len(s.PagerDuty) != 2 ||
		len(s.Jira) != 2 || s.Jira[1].Component != "" || len(s.Repositories) != 3 || s.Repositories[2].Pattern != "" {
		t.Errorf("service %+v", s)
	}
	if ana.Place != "org.yaml:13" || len(ana.Accounts) != 5 || ana.Zone != "Europe/Stockholm" || ana.Left.IsZero() {
		t.Errorf("ana %+v", ana)
	}
	if bo.Name != "bo" || len(bo.Accounts) != 2 || bo.Accounts[0].ID != "557058" || bo.Accounts[1].ID != "12345e10" ||
		bo.Accounts[1].Place != "org.yaml:25" {
		t.Errorf("bo %+v", bo)
	}
	if len(d.Members) != 1 || len(d.Bots) != 2 || len(d.Interventions) != 2 || d.Interventions[1].Service != "checkout" {
		t.Errorf("%+v", d)
	}
}

func TestAnEmptyOrganisationDeclaresNothing(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "teams:\nservices: []\n"} {
		if d, err := Parse("org.yaml", "org.yaml", []byte(text)); err != nil || len(d.Teams)+len(d.Services)+len(d.People) != 0 {
			t.Errorf("%q: %+v, %v", text, d, err)
		}
	}
}
