// Package identity says which of the names and e-mail addresses in the sources are one person. The rule that keeps it
// simple: a piece of evidence is a key, two identities with the same key are joined, and people are the connected
// components; nothing ever splits what a key has joined. A name is evidence within one repository only; between sources,
// and between two accounts, there is none but the e-mail address.
package identity

import (
	"cmp"
	"slices"
	"time"
)

// Identity is a name and address as one repository has them, after its .mailmap, or an account in another source.
type Identity struct {
	Source  string // "" is git; otherwise the source of the account, such as "pagerduty"
	Account string // the account's id in its source; "" in git
	Repo    int32  // repository; 0 of an account
	ID      int32  // unique within the repository; 0 of an account
	Name    string
	Email   string
	Mapped  bool      // .mailmap changed the name or the address
	Commits int64     // of which it is the author
	First   time.Time // its first commit as author; zero where Commits is 0
	Last    time.Time // its last commit as author; zero where Commits is 0
}

// Person is a connected component of identities.
type Person struct {
	ID    int32  // 1 to n: by first commit as author (those without one last), then repository and identity, then account
	Key   string // the name as a unique slug: a-z, 0-9 and single dashes, at most 64 letters plus a number
	Name  string // the name on most commits; of equals the one used last
	Email string // the address on most commits; of equals the one used last
	IsBot bool   // identities that match a bot pattern wrote at least half of the commits
}

// How an identity was matched to its person. Where several hold, the first in this order is given.
const (
	Alone   = "alone"   // it is the only identity of its person
	Mailmap = "mailmap" // .mailmap gave it another name or address
	Email   = "email"   // another identity has its address
	Noreply = "noreply" // another identity has the other form of its address at GitHub: ana@users… and 1234+ana@users…
	Name    = "name"    // another identity in the repository has its name
)

// Match is the person of one identity.
type Match struct {
	Person int32  // Person.ID
	By     string // one of the constants above
}

// Resolve finds the people behind identities; matches[i] is the person of identities[i]. The result does not depend on
// the order of identities, and the numbering of people not on any name or address.
func Resolve(identities []Identity, bots Bots) (people []Person, matches []Match) {
	joined := join(identities)
	groups := joined.groups()
	slices.SortFunc(groups, func(a, b []int) int { return compareGroups(identities, a, b) })

	people = make([]Person, len(groups))
	matches = make([]Match, len(identities))
	slugs := newSlugs(len(groups))
	for i, group := range groups {
		person := &people[i]
		person.ID = int32(i + 1)
		person.Name = mostUsed(identities, group, func(id *Identity) string { return id.Name })
		person.Email = mostUsed(identities, group, func(id *Identity) string { return id.Email })
		person.Key = slugs.unique(person.Name, person.Email)
		person.IsBot = bots.wroteMost(identities, group)
		for _, member := range group {
			matches[member] = Match{person.ID, joined.evidence(member, len(group), identities[member].Mapped)}
		}
	}
	return people, matches
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
