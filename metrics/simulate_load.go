package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Load is what people carry beside their work: pages and incidents by service, and hours on call by escalation policy, in the 13
// weeks that end with the last kept week.
type Load struct {
	pages, incidents map[string][]part // by service_id, as text
	shifts, recent   map[string][]part // seconds on call at level 1 by policy, in 13 weeks and in the last 4 of them
	people           map[int32]*personLoad
}

// personLoad is one person's row of weekly.person_load.
type personLoad struct {
	isOver                bool
	hoursInMonth, onCall  float64 // hours in 4 weeks; share of 13 weeks
	incidents, hoursInAll float64 // of the kept ones of 13 weeks
}

// Heir is a person on whom load falls, per week of the 13 weeks.
type Heir struct {
	Named
	Pages       Inherited `json:"pages_per_week"`
	Responses   Inherited `json:"responses_per_week"`
	OnCallHours Inherited `json:"on_call_hours_per_week"`
	Tickets     Inherited `json:"reliability_tickets_per_week"`
	IsOver      bool      `json:"is_over_a_norm"` // already, in the last kept week, for whatever reason
	Passes      []Passed  `json:"passes"`         // norms that are kept now and would not be
}

// Inherited is what a person has, and what is added.
type Inherited struct {
	Before float64 `json:"before"`
	Added  float64 `json:"added"`
}

// Passed is a norm that a person would pass.
type Passed struct {
	Norm   string  `json:"norm"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// Orphaned is load that falls to nobody, because nobody else there has ever had any of it in these weeks.
type Orphaned struct {
	Measure string  `json:"measure"` // pages, responses, on_call_hours, reliability_tickets
	Entity  string  `json:"entity"`  // the service, or the escalation policy of hours on call
	Name    string  `json:"name"`
	PerWeek float64 `json:"per_week"`
}

// Norm is a norm of load that can be foretold.
type Norm struct {
	Name   string  `json:"norm"`
	Limit  float64 `json:"limit"`
	Text   string  `json:"text"`
	Source string  `json:"source"`
}

// Norms are those of weeks_over_norm that follow from how much there is, whenever it comes.
var Norms = []Norm{
	{"on_call_hours", 192, "at most 192 hours on call in 4 weeks", templateNorm},
	{"on_call_share", 0.25, "at most 25 % of 13 weeks on call", shareNorm},
	{"incidents_per_shift", 2, "at most 2 incidents per 12 hours on call, over 13 weeks with 12 hours on call or more", shiftNorm},
}

// ignoredNorms are those that go by which day it is, and which hour: nobody can foretell them.
var ignoredNorms = []string{"rest_gaps", "on_call_days_in_a_row"}

// ReadLoad reads the load of the last kept week's window.
func ReadLoad(ctx context.Context, db querier, s *Situation) (*Load, error) {
	l := &Load{
		pages: map[string][]part{}, incidents: map[string][]part{}, shifts: map[string][]part{}, recent: map[string][]part{},
		people: map[int32]*personLoad{},
	}
	var service, policy string
	var person int32
	var pages, incidents, seconds, recent int64
	err := each(ctx, db, `
		SELECT COALESCE(service_id, 0)::VARCHAR, person_id, COUNT(*), COUNT(DISTINCT incident_id)
		FROM facts.pages
		WHERE person_id IS NOT NULL AND week <= $1::DATE AND week > $1::DATE - 13 * 7
		GROUP BY ALL
		ORDER BY ALL`, []any{s.day()}, []any{&service, &person, &pages, &incidents}, func() error {
		l.pages[service] = append(l.pages[service], part{person, float64(pages)})
		l.incidents[service] = append(l.incidents[service], part{person, float64(incidents)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	err = each(ctx, db, `
		SELECT entity, person_id, SUM(seconds)::BIGINT, COALESCE(SUM(seconds) FILTER (WHERE week > $1::DATE - 4 * 7), 0)::BIGINT
		FROM weekly.on_call
		WHERE scope = 'policy' AND week <= $1::DATE AND week > $1::DATE - 13 * 7
		GROUP BY ALL
		ORDER BY ALL`, []any{s.day()}, []any{&policy, &person, &seconds, &recent}, func() error {
		l.shifts[policy] = append(l.shifts[policy], part{person, float64(seconds)})
		l.recent[policy] = append(l.recent[policy], part{person, float64(recent)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read who was on call: %w", err)
	}
	var one personLoad
	err = each(ctx, db, `
		SELECT
			now.person_id,
			now.is_over_norm,
			now.on_call_hours_in_month::DOUBLE,
			now.on_call_share_in_window::DOUBLE,
			(SELECT SUM(before.incidents) FROM weekly.person_load AS before
				WHERE before.person_id = now.person_id AND before.week > $1::DATE - 13 * 7 AND before.week <= $1::DATE)::DOUBLE,
			COALESCE(now.on_call_share_in_window, 0) * 13 * 7 * 24
		FROM weekly.person_load AS now
		WHERE now.week = $1::DATE
		ORDER BY now.person_id`, []any{s.day()},
		[]any{&person, &one.isOver, &nullable{&one.hoursInMonth}, &nullable{&one.onCall}, &nullable{&one.incidents}, &nullable{&one.hoursInAll}},
		func() error {
			l.people[person] = new(one)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read load of people: %w", err)
	}
	return l, nil
}

// nullable scans what may be NULL, as zero.
type nullable struct{ into *float64 }

// Scan implements the scanner of database/sql.
func (n *nullable) Scan(v any) error {
	*n.into = 0
	switch v := v.(type) {
	case nil:
	case float64:
		*n.into = v
	default:
		return fmt.Errorf("%T is no number", v)
	}
	return nil
}

// heirs lets the load of those who leave fall on the others, and says who would pass a norm.
func (w *without) heirs(l *Load) ([]Heir, []Orphaned) {
	inherited := map[int32]*inheritance{}
	orphans := []Orphaned{}
	spread := func(measure, entity, name string, people []part, add func(*inheritance, float64)) {
		if !slices.ContainsFunc(people, w.isGone) {
			return
		}
		after, unclaimed := fall(people, w.gone, w.s.isHere)
		if unclaimed > 0 {
			if measure != "" {
				orphans = append(orphans, Orphaned{measure, entity, name, unclaimed / windowWeeks})
			}
			return
		}
		before := map[int32]float64{}
		for _, one := range people {
			before[one.person] = one.items
		}
		for _, one := range after {
			more := one.items - before[one.person]
			if more == 0 {
				continue
			}
			i := inherited[one.person]
			if i == nil {
				i = &inheritance{}
				inherited[one.person] = i
			}
			add(i, more)
		}
	}
	for _, p := range w.s.places {
		if p.scope != "service" {
			continue
		}
		if work := p.works[pagesWork]; work != nil {
			spread("responses", p.entity, p.name, work.people, func(i *inheritance, n float64) { i.responses += n })
		}
		if work := p.works[ticketsWork]; work != nil {
			spread("reliability_tickets", p.entity, p.name, work.people, func(i *inheritance, n float64) { i.tickets += n })
		}
	}
	for _, id := range sortedKeys(l.pages) {
		key, name := w.service(id)
		spread("pages", key, name, l.pages[id], func(i *inheritance, n float64) { i.pages += n })
		spread("", key, name, l.incidents[id], func(i *inheritance, n float64) { i.incidents += n })
	}
	for _, policy := range sortedKeys(l.shifts) {
		list := w.scaled(l, policy)
		spread("on_call_hours", policy, policy, list[0], func(i *inheritance, n float64) { i.hours += n })
		spread("", policy, policy, list[1], func(i *inheritance, n float64) { i.hoursInMonth += n })
	}
	heirs := []Heir{}
	for _, person := range keys(inherited) {
		heirs = append(heirs, w.heir(person, inherited[person], l))
	}
	slices.SortStableFunc(heirs, func(a, b Heir) int {
		return cmp.Or(cmp.Compare(b.added(), a.added()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Person, b.Person))
	})
	return heirs, orphans
}

// inheritance is what falls on a person, over the window.
type inheritance struct{ pages, incidents, responses, tickets, hours, hoursInMonth float64 }

// scaled are the hours on call of a policy in 13 weeks and in 4. Of somebody who leaves and was on call for several policies at
// once each counts for its part, so that not more hours fall on the others than there were.
func (w *without) scaled(l *Load, policy string) (lists [2][]part) {
	for i, list := range [2][]part{l.shifts[policy], l.recent[policy]} {
		for _, one := range list {
			hours := one.items / 3600
			if w.gone[one.person] {
				hours *= l.overlap(one.person, i)
			}
			lists[i] = append(lists[i], part{one.person, hours})
		}
	}
	// By the shares of 13 weeks, also what is of the last 4.
	byQuarter := lists[0]
	theirs := 0.0
	for _, one := range lists[1] {
		if w.gone[one.person] {
			theirs += one.items
		}
	}
	lists[1] = nil
	var of float64
	for _, one := range byQuarter {
		if w.gone[one.person] {
			of += one.items
		}
	}
	for _, one := range byQuarter {
		if w.gone[one.person] && of > 0 {
			one.items *= theirs / of
		}
		lists[1] = append(lists[1], one)
	}
	return lists
}

// overlap is how many hours a person was on call, divided by the sum of those of the policies: under 1 where policies overlap.
// The second of two is of the last 4 weeks.
func (l *Load) overlap(person int32, month int) float64 {
	of, all := l.shifts, 0.0
	if month == 1 {
		of = l.recent
	}
	for _, list := range of {
		for _, one := range list {
			if one.person == person {
				all += one.items / 3600
			}
		}
	}
	p := l.people[person]
	if p == nil || all == 0 {
		return 1
	}
	hours := p.hoursInAll
	if month == 1 {
		hours = p.hoursInMonth
	}
	return min(1, hours/all)
}

func (w *without) heir(person int32, i *inheritance, l *Load) Heir {
	h := Heir{Named: w.s.named(person), Passes: []Passed{}}
	p := l.people[person]
	if p == nil {
		p = &personLoad{}
	}
	var responses, tickets, pages float64
	for _, place := range w.s.places {
		if place.scope == "service" {
			responses += itemsOf(place.works[pagesWork], person)
			tickets += itemsOf(place.works[ticketsWork], person)
		}
	}
	for _, list := range l.pages {
		for _, one := range list {
			if one.person == person {
				pages += one.items
			}
		}
	}
	h.IsOver = p.isOver
	h.Pages = Inherited{pages / windowWeeks, i.pages / windowWeeks}
	h.Responses = Inherited{responses / windowWeeks, i.responses / windowWeeks}
	h.Tickets = Inherited{tickets / windowWeeks, i.tickets / windowWeeks}
	h.OnCallHours = Inherited{p.hoursInAll / windowWeeks, i.hours / windowWeeks}
	perShift := func(incidents, hours float64) float64 {
		if hours < 12 {
			return 0
		}
		return incidents * 12 / hours
	}
	for n, change := range [][2]float64{
		{p.hoursInMonth, p.hoursInMonth + i.hoursInMonth},
		{p.onCall, p.onCall + i.hours/(windowWeeks*7*24)},
		{perShift(p.incidents, p.hoursInAll), perShift(p.incidents+i.incidents, p.hoursInAll+i.hours)},
	} {
		if limit := Norms[n].Limit * (1 + 1e-9); change[0] <= limit && change[1] > limit {
			h.Passes = append(h.Passes, Passed{Norms[n].Name, change[0], change[1]})
		}
	}
	return h
}

func itemsOf(work *standingWork, person int32) float64 {
	if work == nil {
		return 0
	}
	for _, one := range work.people {
		if one.person == person {
			return one.items
		}
	}
	return 0
}

func (h Heir) added() float64 { return h.Pages.Added + h.Responses.Added + h.Tickets.Added }

// service is the key and name of a service by its number as text.
func (w *without) service(id string) (key, name string) {
	var n int32
	_, _ = fmt.Sscan(id, &n)
	key = w.s.services[n]
	if p := w.s.byPlace[placeKey{"service", key}]; p != nil {
		return key, p.name
	}
	return "", "No service"
}

func sortedKeys(m map[string][]part) []string {
	list := make([]string, 0, len(m))
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}
