package reports

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics/identity"
)

// Declaration is what org.yaml has to say so that accepted suggestions hold.
type Declaration struct {
	Person     string   // the id: of a person who is declared, or a new one
	Name       string   // the name of a new one
	IsNew      bool     // not declared yet
	Merged     []string // keys of the people who are this one, the person too
	Emails     []string
	PagerDuty  []string // account ids
	Jira       []string
	Git        []string // "Name <address>", where the address does not say who it is
	Undeclared []string // identities that org.yaml cannot name: without an address
}

// Accept says what to declare for the suggestions that a user takes: "all", or a list such as "1,3,ana=bo", of numbers and
// of pairs of people.
func (r *Roster) Accept(list string) ([]Declaration, error) {
	pairs, err := r.pairs(list)
	if err != nil {
		return nil, err
	}
	// Accepting 1=2 and 2=3 makes one person of three.
	var groups [][]string
	for _, pair := range pairs {
		merged := pair[:]
		var others [][]string
		for _, group := range groups {
			if slices.ContainsFunc(group, func(p string) bool { return slices.Contains(merged, p) }) {
				merged = append(merged, group...)
			} else {
				others = append(others, group)
			}
		}
		slices.Sort(merged)
		groups = append(others, slices.Compact(merged))
	}
	slices.SortFunc(groups, slices.Compare)
	var declarations []Declaration
	var faults []error
	for _, group := range groups {
		d, err := r.declare(group)
		declarations, faults = append(declarations, d), append(faults, err)
	}
	return declarations, errors.Join(faults...)
}

func (r *Roster) pairs(list string) ([][2]string, error) {
	var pairs [][2]string
	if strings.TrimSpace(list) == "all" {
		for _, s := range r.Suggestions {
			pairs = append(pairs, [2]string{s.Person, s.Other})
		}
		return pairs, nil
	}
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		if a, b, ok := strings.Cut(item, "="); ok {
			for _, key := range []string{a, b} {
				if r.person(key) == nil {
					return nil, fmt.Errorf("nobody is called %q; 'fewhands people' lists everybody", key)
				}
			}
			if a == b {
				return nil, fmt.Errorf("%q is one person already", a)
			}
			pairs = append(pairs, [2]string{a, b})
			continue
		}
		number, err := strconv.ParseInt(item, 10, 64)
		i := slices.IndexFunc(r.Suggestions, func(s Suggestion) bool { return s.Number == number })
		if err != nil || i < 0 {
			return nil, fmt.Errorf("there is no suggestion %q; 'fewhands people' numbers them", item)
		}
		pairs = append(pairs, [2]string{r.Suggestions[i].Person, r.Suggestions[i].Other})
	}
	return pairs, nil
}

func (r *Roster) person(key string) *Identified {
	i := slices.IndexFunc(r.People, func(p Identified) bool { return p.Person == key })
	if i < 0 {
		return nil
	}
	return &r.People[i]
}

// declare makes one person of a group. What a declared person has already is found again without being written twice.
func (r *Roster) declare(group []string) (Declaration, error) {
	d := Declaration{IsNew: true, Merged: group}
	var declared, most *Identified
	for _, key := range group {
		p := r.person(key)
		if p.Declared {
			if declared != nil {
				return d, fmt.Errorf("%s and %s are both declared: make one of them in org.yaml", declared.Person, p.Person)
			}
			declared = p
		}
		if most == nil || p.Activity > most.Activity {
			most = p
		}
	}
	d.Person, d.Name = most.Person, most.Name
	if declared != nil {
		d.IsNew = false
		d.Name = declared.Name
		d.Person = declared.Identities[slices.IndexFunc(declared.Identities, func(id Identity) bool { return id.Source == "org" })].Account
	}
	for _, key := range group {
		p := r.person(key)
		for _, id := range p.Identities {
			if p != declared {
				d.take(id, r.others(id.Email, group))
			}
		}
	}
	return d, nil
}

// others tells whether somebody outside the group has the address, too.
func (r *Roster) others(email string, group []string) bool {
	for _, p := range r.People {
		if slices.Contains(group, p.Person) {
			continue
		}
		for _, id := range p.Identities {
			if strings.EqualFold(id.Email, email) {
				return true
			}
		}
	}
	return false
}

func (d *Declaration) take(id Identity, isShared bool) {
	switch {
	case id.Source == "pagerduty":
		d.PagerDuty = add(d.PagerDuty, id.Account)
	case id.Source == "jira":
		d.Jira = add(d.Jira, id.Account)
	case id.Source != "git":
	case identity.IsPersonal(id.Email) && !isShared:
		d.Emails = add(d.Emails, strings.ToLower(strings.TrimSpace(id.Email)))
	case !strings.Contains(id.Email, "@") || id.Name == "" || strings.ContainsAny(id.Name+id.Email, "<>\n"):
		d.Undeclared = add(d.Undeclared, strings.TrimSpace(id.Name+" <"+id.Email+">"))
	default:
		d.Git = add(d.Git, strings.TrimSpace(id.Name)+" <"+id.Email+">")
	}
}

func add(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// String says in one line what would be declared.
func (d Declaration) String() string {
	var has []string
	for _, of := range []struct {
		what string
		list []string
	}{{"", d.Emails}, {"PagerDuty ", d.PagerDuty}, {"Jira ", d.Jira}, {"git ", d.Git}} {
		for _, text := range of.list {
			has = append(has, of.what+shown(text))
		}
	}
	what := strings.Join(has, ", ")
	if what == "" {
		what = "nothing that can be declared"
	}
	if d.IsNew {
		return fmt.Sprintf("%s (%s), new: %s", shown(d.Person), shown(d.Name), what)
	}
	return fmt.Sprintf("%s (%s): + %s", shown(d.Person), shown(d.Name), what)
}
