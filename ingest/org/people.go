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
// "Name <mail>" claims only what that name did with the address: several people may have committed from a machine that they
// shared.
type emails struct {
	c     *checker
	by    map[string]claimant   // of whole addresses
	pairs map[string]claimant   // of git's name and address
	parts map[string][]claimant // by address, those of pairs
}

type claimant struct {
	person int
	key    string
}

func (c *checker) emails() *emails {
	return &emails{c, map[string]claimant{}, map[string]claimant{}, map[string][]claimant{}}
}

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
	for _, part := range e.parts[folded] {
		if part.person != person {
			e.c.fault(key, "e-mail address %q is claimed by %s already", email, part.key)
			return false
		}
	}
	e.by[folded] = claimant{person, key}
	return true
}

// addPair takes a git account whose name and address are both said.
func (e *emails) addPair(key string, person int, written, address string) {
	e.c.text(key, written)
	folded := strings.ToLower(address)
	if whole, claimed := e.by[folded]; claimed && whole.person != person {
		e.c.fault(key, "e-mail address %q is claimed by %s already", address, whole.key)
	}
	pair := strings.ToLower(strings.Join(strings.Fields(written), " "))
	if first, twice := e.pairs[pair]; twice && first.person != person {
		e.c.fault(key, "git account %q is claimed by %s already", written, first.key)
	}
	e.pairs[pair] = claimant{person, key}
	e.parts[folded] = append(e.parts[folded], claimant{person, key})
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
	if address == written {
		e.add(key, person, address)
	} else {
		e.addPair(key, person, written, address)
	}
	return true
}

// isAddress is what git and the others could use as one: not all that the standard allows is, nor is all that git has an
// address of the standard's.
func isAddress(text string) bool {
	at := strings.LastIndexByte(text, '@')
	return at > 0 && at < len(text)-1 && !strings.ContainsAny(text, " \t\r\n<>,;")
}
