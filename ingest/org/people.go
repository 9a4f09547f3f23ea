package org

import (
	"fmt"
	"slices"
	"strings"
)

func (c *checker) declarePeople(list []filePerson) []Person {
	accounts, emails := map[string]*claims{}, c.emails()
	for _, kind := range []string{"pagerduty", "jira"} {
		accounts[kind] = c.claims(kind + " account")
	}
	var declared []Person
	for i, p := range list {
		key := fmt.Sprintf("people[%d]", i)
		c.text(key+".name", p.Name)
		c.refer(key+".team", p.Team, "team", c.teams)
		c.zone(key+".timezone", p.Zone)
		if p.Role != "" && !slices.Contains(Roles, p.Role) {
			c.fault(key+".role", "want one of %s, not %q", strings.Join(Roles, ", "), p.Role)
		}
		person := Person{From: c.from(key), ID: p.ID, Name: or(p.Name, p.ID), Team: p.Team, Role: p.Role, Zone: p.Zone}
		if p.Left != "" {
			person.Left = c.date(key+".left", p.Left)
		}
		for n, email := range p.Emails {
			at := item(key+".emails", n, len(p.Emails))
			if emails.add(at, i, email) {
				person.Accounts = append(person.Accounts, Account{"email", email, c.place(at)})
			}
		}
		for _, of := range []struct {
			kind string
			ids  []string
		}{{"pagerduty", p.Accounts.PagerDuty}, {"jira", p.Accounts.Jira}} {
			for n, id := range of.ids {
				at := item(key+".accounts."+of.kind, n, len(of.ids))
				if c.text(at, id); id == "" {
					c.fault(at, "want the id of an account")
					continue
				}
				accounts[of.kind].add(at, id, fmt.Sprintf("%q", id))
				person.Accounts = append(person.Accounts, Account{of.kind, id, c.place(at)})
			}
		}
		for n, written := range p.Accounts.Git {
			at := item(key+".accounts.git", n, len(p.Accounts.Git))
			if emails.addGit(at, i, written) {
				person.Accounts = append(person.Accounts, Account{"git", written, c.place(at)})
			}
		}
		declared = append(declared, person)
	}
	return declared
}

// emails finds addresses that two people claim. One person may name an address twice: as theirs, and as their git account's.
type emails struct {
	c  *checker
	by map[string]claimant
}

type claimant struct {
	person int
	key    string
}

func (c *checker) emails() *emails { return &emails{c, map[string]claimant{}} }

// add tells whether the address is one that nobody named so far.
func (e *emails) add(key string, person int, email string) bool {
	e.c.text(key, email)
	if !isAddress(email) {
		e.c.fault(key, "want an e-mail address, not %q", email)
		return false
	}
	folded := strings.ToLower(email)
	if first, twice := e.by[folded]; twice {
		if first.person != person {
			e.c.fault(key, "e-mail address %q is claimed by %s already", email, first.key)
		}
		return false
	}
	e.by[folded] = claimant{person, key}
	return true
}

// addGit takes "Name <mail>" or a mail.
func (e *emails) addGit(key string, person int, written string) bool {
	address := written
	if strings.ContainsAny(written, "<>") {
		name, rest, _ := strings.Cut(written, "<")
		inner, after, closed := strings.Cut(rest, ">")
		if strings.TrimSpace(name) == "" || !closed || strings.TrimSpace(after) != "" {
			e.c.fault(key, "want a git account as \"Name <mail>\" or a mail, not %q", written)
			return false
		}
		address = strings.TrimSpace(inner)
	}
	if !isAddress(address) {
		e.c.fault(key, "want a git account as \"Name <mail>\" or a mail, not %q", written)
		return false
	}
	e.add(key, person, address)
	return true
}

// isAddress is what git and the others could use as one: not all that the standard allows is, nor is all that git has an
// address of the standard's.
func isAddress(text string) bool {
	at := strings.LastIndexByte(text, '@')
	return at > 0 && at < len(text)-1 && !strings.ContainsAny(text, " \t\r\n<>,;")
}
