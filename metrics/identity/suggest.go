package identity

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Suggestion is two people who may be one, for a human to decide.
type Suggestion struct {
	Person   int32 // the one who is declared, else the one with the lower number
	Other    int32
	Strength float64 // 0 to 1: how likely it looks, in steps of 0.01
	Evidence string  // what speaks for it and against it, as a sentence
}

const (
	weakest        = 0.3 // suggestions under this strength are noise
	mostOfOne      = 5   // suggestions per person
	commonlyShared = 12  // what more people than this have in common is no evidence
)

// Suggest finds people who may be one: the same unusual name, the same login, an address that looks made from a name.
// Nothing of it is certain, and some of it is wrong. Two who are both declared, or both have an account in use in one
// source, are two, and bots are nobody. The strongest come first.
func Suggest(identities []Identity, people []Person, matches []Match, bots Bots) []Suggestion {
	r := newRegister(identities, bots)
	profiles := r.profiles(people, matches)
	shared := inCommon(profiles)
	seen := map[[2]int32]bool{}
	var all []Suggestion
	for _, who := range shared {
		if len(who) > commonlyShared {
			continue
		}
		for i, b := range who {
			for _, a := range who[:i] {
				if pair := [2]int32{a, b}; a != b && !seen[pair] {
					seen[pair] = true
					if s, ok := compare(&profiles[a-1], &profiles[b-1], shared); ok {
						all = append(all, s)
					}
				}
			}
		}
	}
	return strongest(all)
}

// inCommon lists who has what may tie people, such as "name ANA LIND" or "login ALIND", in the order of their numbers.
func inCommon(profiles []profile) map[string][]int32 {
	shared := map[string][]int32{}
	for i := range profiles {
		p := &profiles[i]
		mine := map[string]bool{}
		for _, name := range p.names {
			mine["name "+name.text] = true
			if name.full {
				sorted := slices.Sorted(slices.Values([]string{name.words[0], name.words[len(name.words)-1]}))
				mine["words "+strings.Join(sorted, " ")] = true
			} else if len(name.text) > 3 {
				mine["login "+name.compact()] = true
			}
			for _, short := range name.short() {
				mine["login "+short] = true
			}
		}
		for login := range p.logins {
			if len(login) > 2 {
				mine["login "+login] = true
			}
		}
		for address, isTagged := range p.bases {
			if isTagged {
				mine["base "+address] = true
			}
			mine["address "+address] = true
		}
		for address := range p.former {
			mine["address "+address] = true
		}
		for what := range mine {
			shared[what] = append(shared[what], p.person)
		}
	}
	return shared
}

// compare weighs what speaks for two people being one. Each piece of evidence leaves a part of the doubt that the others
// left; what speaks against it takes away from the whole.
func compare(a, b *profile, shared map[string][]int32) (Suggestion, bool) {
	if b.declared && !a.declared {
		a, b = b, a
	}
	if a.declared && b.declared || (a.sources[PagerDuty] && b.sources[PagerDuty]) || (a.sources[Jira] && b.sources[Jira]) {
		return Suggestion{}, false
	}
	w := &weighing{a: a, b: b, shared: shared, doubt: 1, trust: 1}
	w.names()
	w.logins()
	w.addresses()
	if len(w.reasons) == 0 {
		return Suggestion{}, false
	}
	w.circumstances()
	w.against()
	strength := math.Round(100*(1-w.doubt)*w.trust) / 100
	if strength < weakest {
		return Suggestion{}, false
	}
	return Suggestion{Person: a.person, Other: b.person, Strength: strength, Evidence: w.sentence()}, true
}

// strongest sorts suggestions and keeps a few of every person.
func strongest(all []Suggestion) []Suggestion {
	slices.SortFunc(all, func(x, y Suggestion) int {
		return cmp.Or(cmp.Compare(y.Strength, x.Strength), cmp.Compare(x.Person, y.Person), cmp.Compare(x.Other, y.Other))
	})
	count := map[int32]int{}
	var kept []Suggestion
	for _, s := range all {
		if count[s.Person] < mostOfOne && count[s.Other] < mostOfOne {
			count[s.Person]++
			count[s.Other]++
			kept = append(kept, s)
		}
	}
	return kept
}
