package identity

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// suggested resolves identities and gives the suggestions as "key = key, strength: evidence".
func suggested(list ...Identity) (lines []string) {
	bots := NewBots(nil)
	people, matches := Resolve(list, bots)
	for _, s := range Suggest(list, people, matches, bots) {
		lines = append(lines, fmt.Sprintf("%s = %s, %.2f: %s", people[s.Person-1].Key, people[s.Other-1].Key, s.Strength, s.Evidence))
	}
	return lines
}

func TestSuggestionsSayWhy(t *testing.T) {
	gone := pagerduty("P0", "Ana Lind", "")
	gone.IsGone = true
	moved := func(id Identity, first, last int) Identity { id.First, id.Last = day(first), day(last); return id }
	at := func(id Identity, zone string, offset int32) Identity { id.Zone, id.Offset = zone, offset; return id }
	for _, c := range []struct {
		name string
		list []Identity
		want []string
	}{
		{"the same unusual name", []Identity{pagerduty("P1", "Ana Lind", "ana@x.example"), jira("J1", "ana LIND", "")},
			[]string{"ana-lind = ana-lind-2, 0.70: Both are called Ana Lind, and nobody else is"}},
		{"a deleted account and the one after it", []Identity{pagerduty("P1", "Ana Lind", "ana@x.example"), gone},
			[]string{"ana-lind = ana-lind-2, 0.72: Both are called Ana Lind, and nobody else is; one of their accounts in PagerDuty is gone"}},
		{"two accounts in use are two people", []Identity{pagerduty("P1", "Ana Lind", "ana@x.example"), pagerduty("P2", "Ana Lind", "")}, nil},
		{"two declared are two people", []Identity{declares("a", "Ana Lind"), declares("b", "Ana Lind")}, nil},
		{"a login made from the name", []Identity{pagerduty("P1", "Ana Lind", "x7@x.example"), wrote(1, 0, "al", "alind@home.example", 1, 0)},
			[]string{"al = ana-lind, 0.40: The login or address alind fits the name Ana Lind"}},
		{"the same login, one stops where the other begins, clocks that agree", []Identity{
			at(moved(wrote(1, 0, "al", "ana.lind@old.example", 5, 0), 0, 99), "", 60), at(moved(wrote(2, 0, "Ana", "ana.lind@new.example", 5, 0), 101, 300), "", 60)},
			[]string{"al = ana, 0.64: Both have the login or address ana.lind; the commits of one end on 2026-04-10 where those of the other begin on 2026-04-12; both keep the same time"}},
		{"the same name at the other end of the world", []Identity{
			at(pagerduty("P1", "Wei Li", "wei@x.example"), "Pacific/Auckland", 0), at(wrote(1, 0, "Wei Li", "w@home.example", 5, 0), "", -420)},
			[]string{"wei-li = wei-li-2, 0.42: Both are called Wei Li, and nobody else is; but their clocks are 20 hours apart"}},
		{"a middle name", []Identity{declares("ana", "Ana Maria Lind"), jira("J1", "Ana Lind", "")},
			[]string{"ana = ana-lind, 0.45: Ana Maria Lind and Ana Lind are nearly the same name"}},
		{"the same login, and other family names", []Identity{wrote(1, 0, "Thomas French", "thomas@x.example", 1, 0), wrote(1, 1, "Thomas Riccardi", "thomas@y.example", 1, 200)}, nil},
		{"bots are nobody", []Identity{wrote(1, 0, "dependabot[bot]", "a@x.example", 1, 0), wrote(2, 0, "dependabot[bot]", "b@x.example", 1, 0)}, nil},
		{"names of nobody", []Identity{wrote(1, 0, "root", "root@a", 1, 0), wrote(2, 0, "root", "root@b", 1, 0), wrote(3, 0, "Your Name", "a@x.example", 1, 0), wrote(4, 0, "Your Name", "b@x.example", 1, 0)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := suggested(c.list...)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Of a name that a crowd has, nothing follows.
func TestACommonNameSuggestsNothing(t *testing.T) {
	var list []Identity
	for i := range 40 {
		list = append(list, jira(fmt.Sprint("J", i), "Wei Li", fmt.Sprintf("w%d@x.example", i)))
	}
	if got := suggested(append(list, wrote(1, 0, "Wei Li", "w@home.example", 1, 0))...); got != nil {
		t.Errorf("%d suggestions, such as %s", len(got), got[0])
	}
}

// Whoever really is one person and was not joined is suggested in most cases, and most of the strong suggestions are right.
func TestSuggestionsOfTheTraps(t *testing.T) {
	var strong, right int
	for seed := range uint64(4) {
		c := generated(seed, 300)
		bots := NewBots(nil)
		people, matches := Resolve(c.identities, bots)
		truth := map[int32]string{}
		for i, m := range matches {
			truth[m.Person], _, _ = strings.Cut(c.truth[i], " ") // "p7 gone" is p7
		}
		for _, s := range Suggest(c.identities, people, matches, bots) {
			if s.Strength >= 0.7 {
				strong++
				if truth[s.Person] == truth[s.Other] {
					right++
				}
			}
		}
	}
	t.Logf("%d of %d strong suggestions are right", right, strong)
	if strong < 40 || float64(right) < 0.9*float64(strong) {
		t.Errorf("%d of %d strong suggestions are right", right, strong)
	}
}

func TestSuggestionsDoNotDependOnTheOrderOfIdentities(t *testing.T) {
	c := generated(3, 150)
	before := suggested(c.identities...)
	c.shuffle()
	if after := suggested(c.identities...); !slices.Equal(before, after) {
		t.Errorf("%d suggestions, then %d", len(before), len(after))
	}
}
