package findings

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

const (
	// quiet is for how many weeks a finding must be over before that is news, and how many it must have lasted.
	quiet = 13
	// news is for how many weeks a recovery is told.
	news = 26
)

var recovered = Kind{
	Name:     "recovered",
	Title:    "Recovered",
	Question: "What has become better?",
	Raised: "A finding that lasted 13 weeks or more has not held for 13 weeks, and nothing of its kind has come back; or the work of 13 weeks came as if from at " +
		"least 1.5 times as many people as in each of the four quarters before, in each of which half of it came from at most 2.",
	Ends: "After 26 weeks; sooner where the work falls to few people again. Of a team it is not said while the work of one of its services rests on few.",
	Limits: []Limit{
		{"over", "13 weeks after at least 13 weeks of quiet_drift, sustained_load, orphaned, paper_rota, unclear_alerts or silo", own},
		{"spread", "effective_people 1.5 times the most of the four quarters before, of at least 30 items, for 4 weeks. Between quarters of a healthy rota it moves by a tenth or two", own},
	},
	Suggests: []string{"Tell others what helped."},
	Source:   own,
	inGo:     true,
	weeks:    4,
	describe: describeRecovery,
}

// mends are the kinds of which it is news that they are over. One person who does a little under half, or two who change places,
// are none: of these it is news when the work has spread.
var mends = []string{"quiet_drift", "sustained_load", "orphaned", "paper_rota", "unclear_alerts", "silo"}

// carried are the kinds beside which no work has spread.
var carried = []string{"quiet_drift", "single_point", "paper_rota"}

// recoveries adds what became better. It comes after all other kinds, and before any of them is left out.
func (b *book) recoveries(ctx context.Context, tx *sql.Tx) error {
	var spread []*run
	kind, _ := Find("recovered")
	err := b.eachEntity(ctx, tx, "findings.recovered", func(states []*state) error {
		for _, r := range follow(&kind, states, b.last()) {
			r.last = clearest(states, r.since, r.end)
			spread = append(spread, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var list []*run
	for _, r := range spread {
		r.end = r.seen + news
		list = append(list, r)
	}
	for _, r := range b.runs {
		if r.holds() || r.held < quiet || !slices.Contains(mends, r.kind.Name) {
			continue
		}
		s := *r.last
		list = append(list, &run{kind: &kind, last: &s, since: r.until, seen: r.end + quiet, end: r.end + quiet + news, ending: r.kind.Title, held: r.end - r.seen + 1})
	}
	// The spread of the work is the better sentence, so of two that overlap it is told.
	slices.SortStableFunc(list, func(x, y *run) int {
		return cmp.Or(cmp.Compare(x.last.scope, y.last.scope), cmp.Compare(x.last.entity, y.last.entity), cmp.Compare(len(x.ending), len(y.ending)), cmp.Compare(y.seen, x.seen))
	})
	var kept []*run
	for _, r := range list {
		if b.relapses(r); r.seen > b.last() || r.seen >= r.end {
			continue
		}
		if slices.ContainsFunc(kept, func(k *run) bool { return k.last.isOf(r.last) && k.seen < r.end && r.seen <= k.end }) {
			continue
		}
		if r.until = r.end; r.until > b.last() {
			r.until = forever
		}
		r.end = min(r.end-1, b.last())
		r.describes(b)
		kept = append(kept, r)
	}
	b.runs = append(b.runs, kept...)
	return nil
}

// clearest is the state of a run in which the work had spread most.
func clearest(states []*state, since, end int) *state {
	times := func(s *state) float64 { return s.number("effective_people") / s.number("effective_people_before") }
	var best *state
	for _, s := range states {
		if s.week >= since && s.week <= end && (best == nil || times(s) > times(best)) {
			best = s
		}
	}
	return best
}

// relapses ends a recovery when the work falls to few again. That of a team has not spread while that of one of its services has not.
func (b *book) relapses(r *run) {
	for _, o := range b.runs {
		isSame := r.ending != "" && o.kind.Title == r.ending
		isCarried := slices.Contains(carried, o.kind.Name)
		isHere := o.last.isOf(r.last) && (isSame || isCarried)
		isBelow := r.ending == "" && isCarried && r.last.scope == "team" && o.last.scope == "service" && b.teams[o.last.entity] == r.last.entity
		if !isHere && !isBelow {
			continue
		}
		switch {
		case o.holds() && o.seen < r.since: // it never was better
			r.end = 0
		case o.seen >= r.since && o.seen < r.end:
			r.end = o.seen
		}
	}
}

// describes keeps in the state of a recovery what its sentence needs.
func (r *run) describes(b *book) {
	s := r.last
	if r.ending != "" {
		s.names, s.numbers, s.persons = []string{"weeks"}, []float64{float64(r.held)}, nil
		s.people, s.of = -1, -1
		s.ending, s.day = r.ending, b.day(r.since).Format("2006-01-02")
		return
	}
	s.day = b.day(s.week).AddDate(0, 0, 6).Format("2006-01-02")
}

func describeRecovery(s *state) words {
	w := words{severity: Good, suggestion: "Tell others what helped."}
	if s.ending != "" {
		w.headline = fmt.Sprintf("“%s” was found for %s and has not been so since %s.", s.ending, counted(s.whole("weeks"), "week", "weeks"), s.day)
		w.evidence = []Evidence{fact("over_since", "Over since", s.day)}
		return w
	}
	now, before := s.number("effective_people"), s.number("effective_people_before")
	w.headline = fmt.Sprintf("The %s of the 13 weeks up to %s came as if from %s people, after at most %s in each of the four quarters before.",
		s.work(), s.day, decimal(now), decimal(before))
	w.evidence = []Evidence{
		value("effective_people", now).in(s.channel), value("effective_people", before).in(s.channel).of("in the best of four quarters before"),
		value("people_for_half", float64(s.people)).in(s.channel),
	}
	return w
}
