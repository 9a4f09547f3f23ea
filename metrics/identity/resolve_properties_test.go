package identity

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anything draws identities of every source over a small alphabet, so that much of it contradicts the rest: one address
// claimed by two, mapped three ways, names of several people.
func anything(t *rapid.T) []Identity {
	emails := []string{"", "a@x.example", "A@X.example", "b@x.example", "c@x.example", "a+git@x.example", "oncall@x.example", "root@localhost",
		"ana@users.noreply.github.com", "7+ana@users.noreply.github.com", "8+ana@users.noreply.github.com", "9-ana@users.noreply.gitlab.com"}
	names := []string{"", "Ana Lind", "ana lind", "Lind, Ana", "Bo Ek", "Cy Fox", "Ana", "root", "dependabot[bot]", "王芳"}
	list := identities(t)
	for i := range list {
		id := &list[i]
		id.Name = rapid.SampledFrom(names).Draw(t, "name")
		id.Email = rapid.SampledFrom(emails).Draw(t, "email")
		written := func() Written {
			return Written{rapid.SampledFrom(names).Draw(t, "was name"), rapid.SampledFrom(emails).Draw(t, "was email")}
		}
		switch {
		case id.Source == Git && rapid.IntRange(0, 3).Draw(t, "mapped") == 0:
			id.Mapped, id.Was = true, written()
		case id.Source != Git && rapid.Bool().Draw(t, "earlier"):
			id.Earlier = []Written{written()}
		}
		if id.Source != Git && rapid.Bool().Draw(t, "jira") {
			id.Source = Jira
		}
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "declared") {
		d := Identity{Source: Org, Account: fmt.Sprint("person", n), Name: rapid.SampledFrom(names).Draw(t, "declared name")}
		if rapid.Bool().Draw(t, "claims an address") {
			d.Claims = append(d.Claims, Claim{"email", []string{"a@x.example", "b@x.example", "ana@users.noreply.github.com"}[n]})
		}
		if len(list) > n && list[n].Source != Git && list[n].Source != Org {
			d.Claims = append(d.Claims, Claim{list[n].Source, list[n].Account})
		}
		list = append(list, d)
	}
	return list
}

func TestResolvedPeopleDoNotDependOnTheOrderOfIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anything(t)
		people, matches := Resolve(list, NewBots(nil))
		order := rapid.Permutation(indices(len(list))).Draw(t, "order")
		shuffled := make([]Identity, len(list))
		for i, from := range order {
			shuffled[i] = list[from]
		}
		peopleToo, matchesToo := Resolve(shuffled, NewBots(nil))
		if !slices.Equal(people, peopleToo) {
			t.Fatalf("other people:\n%+v\n%+v", people, peopleToo)
		}
		for i, from := range order {
			if matchesToo[i] != matches[from] {
				t.Fatalf("%+v: %v and %v", list[from], matches[from], matchesToo[i])
			}
		}
	})
}

// Two declared people are never one, whatever else is said, and what is claimed is its owner's.
func TestConfigWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anything(t)
		people, matches := Resolve(list, NewBots(nil))
		owner := map[int32]string{}
		for i, id := range list {
			if id.Source != Org {
				continue
			}
			if other, twice := owner[matches[i].Person]; twice {
				t.Fatalf("%s and %s are one person", other, id.Account)
			}
			owner[matches[i].Person] = id.Account
			if p := people[matches[i].Person-1]; !p.IsDeclared || p.IsBot || p.Key != id.Account {
				t.Fatalf("%+v of %+v", p, id)
			}
			for _, claim := range id.Claims {
				for j, other := range list {
					if claim.Source == other.Source && claim.Text == other.Account && matches[j] != (Match{matches[i].Person, Declared}) {
						t.Fatalf("%+v claims %+v, which is %v", id, other, matches[j])
					}
				}
			}
		}
		for i, id := range list {
			isClaimed := false
			for _, d := range list {
				isClaimed = isClaimed || slices.ContainsFunc(d.Claims, func(c Claim) bool { return c.Source == id.Source && c.Text == id.Account })
			}
			if isClaimed || id.Source == Org || id.Mapped {
				continue
			}
			for j, d := range list {
				if slices.Contains(d.Claims, Claim{"email", "b@x.example"}) && id.Email == "b@x.example" && matches[i].Person != matches[j].Person {
					t.Fatalf("%+v claims the address of %+v", d, id)
				}
			}
		}
	})
}

// Another identity of somebody, under a name or an address of theirs, splits nobody: only what shows a name or an
// address to be of several people does.
func TestMoreOfTheSameNeverSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anything(t)
		if len(list) == 0 {
			return
		}
		_, before := Resolve(list, NewBots(nil))
		more := rapid.SampledFrom(list).Draw(t, "again") // under one of its names and addresses
		if more.Source != Git {
			return
		}
		more.ID, more.Commits = 1000, 0 // a co-author, whose commits cannot tip the balance between two names
		_, after := Resolve(append(list, more), NewBots(nil))
		for i := range before {
			for j := range before {
				if before[i].Person == before[j].Person && after[i].Person != after[j].Person {
					t.Fatalf("%+v split\n%+v from\n%+v", more, list[i], list[j])
				}
			}
		}
	})
}

// With nothing but people of their own names and addresses, whatever is added joins or leaves as it is.
func TestAnotherIdentityNeverSplitsThoseThatAnAddressJoined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// One name per address, so that none is shared.
		draw := func(id int32) Identity {
			n := rapid.IntRange(0, 5).Draw(t, "who")
			given, host := rapid.SampledFrom([]string{"Ana", "ana", "A."}).Draw(t, "given"), rapid.SampledFrom([]string{"x", "y"}).Draw(t, "host")
			return wrote(int32(rapid.IntRange(1, 3).Draw(t, "repo")), id, fmt.Sprintf("%s Lind%d", given, n), fmt.Sprintf("lind%d@%s.example", n, host), 1, n)
		}
		var list []Identity
		for i := range rapid.IntRange(1, 10).Draw(t, "n") {
			list = append(list, draw(int32(i)))
		}
		_, before := Resolve(list, NewBots(nil))
		more := append(slices.Clone(list), draw(99))
		if rapid.Bool().Draw(t, "account") {
			more[len(list)].Source, more[len(list)].Account, more[len(list)].Repo, more[len(list)].ID = PagerDuty, "P", 0, 0
			more[len(list)].Commits = 0
		}
		_, after := Resolve(more, NewBots(nil))
		for i := range before {
			for j := range before {
				if before[i].Person == before[j].Person && after[i].Person != after[j].Person {
					t.Fatalf("%+v split\n%+v from\n%+v", more[len(list)], list[i], list[j])
				}
			}
		}
	})
}
