// Package identity says which of the names, addresses and accounts in the sources are one person. The rule that keeps it
// simple: what is certain joins, in the order org.yaml, address, name within one repository; a join never makes one
// person of two that a stronger step keeps apart; and what is only likely is a suggestion for a human to take.
package identity

import (
	"cmp"
	"slices"
	"time"
)

// Where an identity comes from.
const (
	Git       = ""          // a name and address of one repository
	Org       = "org"       // a person declared in org.yaml
	PagerDuty = "pagerduty" // a user
	Jira      = "jira"      // a user
)

// Identity is a name and address as one repository has them, after its .mailmap, an account in another source, or a
// person whom org.yaml declares.
type Identity struct {
	Source  string // one of the constants above
	Account string // the account's id in its source, the person's id in org.yaml; "" in git
	Repo    int32  // repository; 0 of an account
	ID      int32  // unique within the repository; 0 of an account
	Name    string
	Email   string
	Mapped  bool      // .mailmap changed the name or the address
	Was     Written   // where Mapped: as the commits have them
	Earlier []Written // of an account: what it was called before
	Claims  []Claim   // of a declared person: what org.yaml says is theirs
	IsBot   bool      // the source says that it is no person
	IsGone  bool      // the account was deleted or switched off
	Team    string    // name of the team, where the source has one
	Zone    string    // time zone of the account, such as Europe/Stockholm
	Offset  int32     // in git: minutes from UTC at the last commit
	Commits int64     // of which it is the author
	First   time.Time // its first commit as author; zero where Commits is 0
	Last    time.Time // its last commit as author; zero where Commits is 0
}

// Written is a name and an address.
type Written struct{ Name, Email string }

// Claim is one thing that org.yaml says belongs to a person.
type Claim struct {
	Source string // "email", "git", or the source of an account
	Text   string // the address; in git "Name <address>", an address or a name; the account's id
}

// Person is one or more identities.
type Person struct {
	ID         int32  // 1 to n: by first commit as author (those without one last), then repository and identity, then account
	Key        string // the id in org.yaml, else the name, as a unique slug: a-z, 0-9 and single dashes, at most 64 letters plus a number
	Name       string // as declared, else the name on most commits; of equals the one used last
	Email      string // as declared, else the address on most commits; of equals the one used last
	IsBot      bool   // identities that match a bot pattern wrote at least half of the commits; never of a declared person
	IsDeclared bool   // org.yaml has the person
	Sources    int32  // in how many of git, PagerDuty and Jira the person is known
}

// How an identity was matched to its person. Where several hold, the first in this order is given.
const (
	Alone    = "alone"    // it is the only identity of its person
	Declared = "org.yaml" // org.yaml says so
	Mailmap  = "mailmap"  // .mailmap gave it another name or address
	Email    = "email"    // another identity has its address
	Noreply  = "noreply"  // another identity has the login of its noreply address: ana@users… and 1234+ana@users…
	Former   = "former"   // an account, or a .mailmap, says that both addresses are of one person
	Plus     = "plus"     // another identity has its name and its address but for what stands after a +
	Name     = "name"     // another identity in the repository has its name
)

// Match is the person of one identity.
type Match struct {
	Person int32  // Person.ID
	By     string // one of the constants above
}

// Published finds the people behind the identities of bare repositories as Avelino et al. 2016 do: connected components
// of address and of name within a repository, nothing else. It is what truck factors are compared with the literature by;
// matches[i] is the person of identities[i]. The result does not depend on the order of identities, and the numbering of
// people not on any name or address.
func Published(identities []Identity, bots Bots) (people []Person, matches []Match) {
	joined := join(identities)
	return number(identities, joined.groups(), bots, func(member, size int) string {
		return joined.evidence(member, size, identities[member].Mapped)
	})
}

// number makes people of groups of identities.
func number(identities []Identity, groups [][]int, bots Bots, evidence func(member, size int) string) ([]Person, []Match) {
	slices.SortFunc(groups, func(a, b []int) int { return compareGroups(identities, a, b) })
	people := make([]Person, len(groups))
	matches := make([]Match, len(identities))
	for i, group := range groups {
		person := &people[i]
		person.ID = int32(i + 1)
		person.Name = mostUsed(identities, group, func(id *Identity) string { return id.Name })
		person.Email = mostUsed(identities, group, func(id *Identity) string { return id.Email })
		if d := declaredIn(identities, group); d != nil {
			person.IsDeclared = true
			person.Name = cmp.Or(d.Name, person.Name)
			person.Email = cmp.Or(d.Email, person.Email)
		}
		person.Sources = sourcesOf(identities, group)
		person.IsBot = !person.IsDeclared && bots.wroteMost(identities, group)
		for _, member := range group {
			matches[member] = Match{person.ID, evidence(member, len(group))}
		}
	}
	slugs := newSlugs(len(groups))
	for i, group := range groups { // those who are declared come first: their ids are in links and commands
		if d := declaredIn(identities, group); d != nil {
			people[i].Key = slugs.unique(d.Account, people[i].Name)
		}
	}
	for i := range people {
		if !people[i].IsDeclared {
			people[i].Key = slugs.unique(people[i].Name, people[i].Email)
		}
	}
	return people, matches
}

func sourcesOf(identities []Identity, group []int) int32 {
	known := map[string]bool{}
	for _, i := range group {
		if source := identities[i].Source; source != Org {
			known[source] = true
		}
	}
	return int32(len(known))
}

// declaredIn is the declared person in a group, if there is one.
func declaredIn(identities []Identity, group []int) *Identity {
	for _, i := range group {
		if identities[i].Source == Org {
			return &identities[i]
		}
	}
	return nil
}

func compareGroups(identities []Identity, a, b []int) int {
	firstA, firstB := firstCommit(identities, a), firstCommit(identities, b)
	if firstA.IsZero() != firstB.IsZero() {
		if firstA.IsZero() {
			return 1
		}
		return -1
	}
	if c := firstA.Compare(firstB); c != 0 {
		return c
	}
	return comparePlaces(identities, lowest(identities, a), lowest(identities, b))
}

func firstCommit(identities []Identity, group []int) (first time.Time) {
	for _, i := range group {
		id := &identities[i]
		if id.Commits > 0 && (first.IsZero() || id.First.Before(first)) {
			first = id.First
		}
	}
	return first
}

func lowest(identities []Identity, group []int) int {
	return slices.MinFunc(group, func(a, b int) int { return comparePlaces(identities, a, b) })
}

func comparePlaces(identities []Identity, a, b int) int {
	x, y := &identities[a], &identities[b]
	return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Account, y.Account))
}
