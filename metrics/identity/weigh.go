package identity

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// weighing is the evidence about two people.
type weighing struct {
	a, b    *profile
	shared  map[string][]int32
	doubt   float64 // what is left of it
	trust   float64 // what speaks against it leaves
	reasons []string
	buts    []string
}

// add takes a reason with its weight from 0 to 1; what more than two people have in common weighs less.
func (w *weighing) add(weight float64, people int, reason string, args ...any) {
	w.doubt *= 1 - weight*2/float64(max(2, people))
	w.reasons = append(w.reasons, fmt.Sprintf(reason, args...))
}

func (w *weighing) but(left float64, reason string, args ...any) {
	w.trust *= left
	w.buts = append(w.buts, fmt.Sprintf(reason, args...))
}

// sentence is the evidence as one sentence.
func (w *weighing) sentence() string {
	text := strings.Join(w.reasons, "; ")
	if len(w.buts) > 0 {
		text += "; but " + strings.Join(w.buts, ", and ")
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// names compares what they are called.
func (w *weighing) names() {
	for _, full := range []bool{true, false} {
		for _, name := range sortedNames(w.a.names) {
			if name.full != full || !slices.ContainsFunc(w.b.names, func(c called) bool { return c.text == name.text }) {
				continue
			}
			n := len(w.shared["name "+name.text])
			switch {
			case !full:
				w.add(0.35, n, "both go by %s", strings.ToLower(name.text))
			case n == 2:
				w.add(0.7, n, "both are called %s, and nobody else is", titled(name))
			default:
				w.add(0.7, n, "both are called %s, as %d people are", titled(name), n)
			}
			return
		}
	}
	for _, name := range sortedNames(w.a.names) {
		for _, other := range sortedNames(w.b.names) {
			if name.full && other.full && sameEnds(name, other) {
				w.add(0.45, 2, "%s and %s are nearly the same name", titled(name), titled(other))
				return
			}
		}
	}
}

// sameEnds tells whether two names have the same first and last words, in any order, as with a middle name.
func sameEnds(a, b called) bool {
	af, al, bf, bl := a.words[0], a.words[len(a.words)-1], b.words[0], b.words[len(b.words)-1]
	return (af == bf && al == bl) || (af == bl && al == bf)
}

// logins compares what stands before the @, logins, and names as logins are made from them.
func (w *weighing) logins() {
	for _, login := range sortedLogins(w.a.logins) {
		if _, both := w.b.logins[login]; both && len(login) > 2 {
			weight := 0.35
			if len(login) > 5 {
				weight = 0.5
			}
			w.add(weight, len(w.shared["login "+login]), "both have the login or address %s", w.a.logins[login])
			return
		}
	}
	if len(w.reasons) > 0 {
		return // that a login fits the name that both have says nothing more
	}
	for _, pair := range [][2]*profile{{w.a, w.b}, {w.b, w.a}} {
		for _, name := range sortedNames(pair[0].names) {
			shorts := name.short()
			if !name.full {
				shorts = []string{name.compact()}
			}
			for _, short := range shorts {
				if login, has := pair[1].logins[short]; has && len(short) > 2 {
					w.add(0.4, len(w.shared["login "+short]), "the login or address %s fits the name %s", login, titled(name))
					return
				}
			}
		}
	}
}

// addresses compares whole addresses: but for what stands after a +, and what accounts had before.
func (w *weighing) addresses() {
	for _, address := range sortedLogins(w.a.bases) {
		if w.a.bases[address] && has(w.b.bases, address) {
			w.add(0.4, len(w.shared["base "+address]), "%s with and without a + is one mailbox in most places", strings.ToLower(address))
			break
		}
	}
	for _, pair := range [][2]*profile{{w.a, w.b}, {w.b, w.a}} {
		for _, address := range sortedLogins(pair[0].former) {
			if has(pair[1].bases, address) {
				w.add(0.4, 2, "the account %s had the address %s before", pair[0].former[address], strings.ToLower(address))
				return
			}
		}
	}
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

// circumstances add to evidence, and are none alone.
func (w *weighing) circumstances() {
	for _, team := range sortedLogins(w.a.teams) {
		if has(w.b.teams, team) {
			w.add(0.2, 2, "both are in the team %s", w.a.teams[team])
			break
		}
	}
	for repo := range w.a.repos {
		if w.b.repos[repo] {
			w.add(0.1, 2, "both wrote in one repository")
			break
		}
	}
	early, late := w.a, w.b
	if late.first.Before(early.first) {
		early, late = late, early
	}
	gap := late.first.Sub(early.last)
	if !early.first.IsZero() && !late.first.IsZero() && gap > -together && gap < 90*24*time.Hour {
		w.add(0.25, 2, "the commits of one end on %s where those of the other begin on %s",
			early.last.Format(time.DateOnly), late.first.Format(time.DateOnly))
	}
	if apart, known := w.hoursApart(); known && apart == 0 {
		w.add(0.05, 2, "both keep the same time")
	}
	for _, p := range []*profile{w.a, w.b} {
		for _, source := range []string{PagerDuty, Jira} {
			if inUse, known := p.sources[source]; known && !inUse && has(w.pair(p).sources, source) {
				w.add(0.05, 2, "one of their accounts in %s is gone", titles[source])
			}
		}
	}
}

var titles = map[string]string{PagerDuty: "PagerDuty", Jira: "Jira"}

func (w *weighing) pair(p *profile) *profile {
	if p == w.a {
		return w.b
	}
	return w.a
}

func (w *weighing) against() {
	if apart, known := w.hoursApart(); known && apart > 3 {
		w.but(0.6, "their clocks are %d hours apart", apart)
	}
	if w.strangers() {
		w.but(0.4, "their family names differ")
	}
	for _, forge := range sortedLogins(w.a.numbers) {
		if number, both := w.b.numbers[forge]; both && number != w.a.numbers[forge] {
			w.but(0.5, "they are two accounts at %s", strings.ToLower(strings.TrimPrefix(forge, "USERS.NOREPLY.")))
			break
		}
	}
	for _, host := range sortedLogins(w.a.hosts) {
		if !publicHosts[host] && has(w.b.hosts, host) && w.a.hosts[host] != w.b.hosts[host] &&
			overlap(w.a.first, w.a.last, w.b.first, w.b.last) > together {
			w.but(0.5, "both used an address at %s at the same time", strings.ToLower(host))
			break
		}
	}
}

// strangers tells whether both have full names that have nothing but a first word in common: Thomas French, who got the
// login thomas here, and Thomas Riccardi, who got it there.
func (w *weighing) strangers() bool {
	both := false
	for _, a := range w.a.names {
		for _, b := range w.b.names {
			if !a.full || !b.full || len(a.words) < 2 || len(b.words) < 2 || hasLatin(a.text) != hasLatin(b.text) {
				continue
			}
			both = true
			if slices.ContainsFunc(a.words[1:], func(word string) bool { return slices.Contains(b.words, word) }) ||
				slices.Contains(a.words, b.words[len(b.words)-1]) {
				return false
			}
		}
	}
	return both
}

// hoursApart is how far the clocks of two people are apart, where both are known. A zone is looked at when the other wrote.
func (w *weighing) hoursApart() (int, bool) {
	a, b := w.a, w.b
	at := a.last
	if b.last.After(at) {
		at = b.last
	}
	if at.IsZero() {
		at = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // no commits: any day will do for two zones
	}
	minutesA, okA := a.minutes(b.last, at)
	minutesB, okB := b.minutes(a.last, at)
	if !okA || !okB {
		return 0, false
	}
	apart := minutesA - minutesB
	return int(max(apart, -apart)+30) / 60, true
}

// minutes is how far a person's clock is from UTC: at the other's last commit if they have a zone, else at their own.
func (p *profile) minutes(others, otherwise time.Time) (int32, bool) {
	if p.zone != "" {
		zone, err := time.LoadLocation(p.zone)
		if err != nil {
			return 0, false
		}
		if others.IsZero() {
			others = otherwise
		}
		_, seconds := others.In(zone).Zone()
		return int32(seconds / 60), true
	}
	return p.offset, !p.last.IsZero()
}

func sortedNames(names []called) []called {
	return slices.SortedFunc(slices.Values(names), func(a, b called) int { return strings.Compare(a.text, b.text) })
}

func sortedLogins[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// titled writes a name with capitals at the beginning of its words. The accents are gone: it is what was compared.
func titled(c called) string {
	words := make([]string, len(c.words))
	for i, word := range c.words {
		runes := []rune(strings.ToLower(word))
		words[i] = strings.ToUpper(string(runes[:1])) + string(runes[1:])
	}
	return strings.Join(words, " ")
}
