package sample

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// asOf is a Monday, as a run by hand would give it.
var asOf = time.Date(2026, 7, 20, 11, 30, 0, 0, time.UTC)

// seeds are those that every claim is checked for, with as-of dates on all days of the week and at all times of year.
var seeds = sync.OnceValue(func() []*measured {
	var all []*measured
	for seed := range uint64(10) {
		o := NewOrganisation(seed, asOf.AddDate(0, 0, -36*int(seed)))
		all = append(all, measure(o))
	}
	return all
})

// measured is an account, with what is needed to check claims about it. It knows no more than what the API gives.
type measured struct {
	*PagerDutyData
	o         *Organisation
	responses []answered
	pages     []paged
	on        map[string][]PagerDutyShift // by name of schedule
}

// answered is the first thing that a person did about an incident.
type answered struct {
	at           time.Time
	service, who string
	onCall       bool // at any level
}

type paged struct {
	at           time.Time
	service, who string
}

func measure(o *Organisation) *measured {
	m := &measured{PagerDutyData: o.PagerDuty(), o: o, on: map[string][]PagerDutyShift{}}
	for _, s := range m.Schedules {
		m.on[s.Name] = s.Final(m.From, m.To)
	}
	seen := map[string]bool{}
	for _, e := range m.LogEntries {
		service := e.Service.Summary
		if e.User != nil && e.Channel.Notification.Type != "email_notification" {
			m.pages = append(m.pages, paged{e.CreatedAt, service, e.User.Summary})
		}
		acted := e.Agent.Type == "user_reference" && !strings.HasPrefix(e.Summary, "Merged") &&
			slices.Contains([]string{"acknowledge_log_entry", "resolve_log_entry", "responder_accept_log_entry", "annotate_log_entry"}, e.Type)
		if key := e.Incident.ID + e.Agent.ID; acted && !seen[key] {
			seen[key] = true
			m.responses = append(m.responses, answered{e.CreatedAt, service, e.Agent.Summary, m.isOnCall(service, e.Agent, e.CreatedAt)})
		}
	}
	return m
}

func (m *measured) policyOf(service string) *PagerDutyEscalationPolicy {
	for _, s := range m.Services {
		if s.Name == service {
			return find(m.EscalationPolicies, func(p *PagerDutyEscalationPolicy) bool { return p.ID == s.EscalationPolicy.ID })
		}
	}
	return nil
}

func (m *measured) isOnCall(service string, user *PagerDutyReference, at time.Time) bool {
	for _, rule := range m.policyOf(service).Rules {
		target := rule.Targets[0]
		if target == user {
			return true
		}
		if (rota{shifts: m.on[target.Summary]}).at(at) == user {
			return true
		}
	}
	return false
}

// tally is how many responses each person gave to some services in some weeks, and how many of them off call.
type tally struct {
	total, off int
	by         map[string]int
	most       []string // people, most responses first
}

// responded counts responses between two Mondays, so many weeks before the last.
func (m *measured) responded(from, until int, services ...string) tally {
	t := tally{by: map[string]int{}}
	for _, r := range m.responses {
		if slices.Contains(services, r.service) && (span{m.o.week(from), m.o.week(until)}).holds(r.at) {
			t.total++
			t.by[r.who]++
			if !r.onCall {
				t.off++
			}
		}
	}
	for who := range t.by {
		t.most = append(t.most, who)
	}
	slices.SortFunc(t.most, func(a, b string) int { return 2*(t.by[b]-t.by[a]) + strings.Compare(a, b) })
	return t
}

// share returns which part of the responses some people gave.
func (t tally) share(people ...string) float64 {
	n := 0
	for _, who := range people {
		n += t.by[who]
	}
	return float64(n) / float64(max(1, t.total))
}

// top returns which part of the responses came from the n who gave most.
func (t tally) top(n int) float64 { return t.share(t.most[:min(n, len(t.most))]...) }

// effective returns how many people would give as even a picture.
func (t tally) effective() float64 {
	sum := 0.0
	for _, n := range t.by {
		sum += float64(n*n) / float64(t.total*t.total)
	}
	return 1 / sum
}

// rota returns the hours that each person is on call by a schedule, between two Mondays.
func (m *measured) rota(schedule string, from, until int) map[string]float64 {
	hours := map[string]float64{}
	for _, shift := range m.on[schedule] {
		if w := (span{later(shift.Start, m.o.week(from)), earlier(shift.End, m.o.week(until))}); w.until.After(w.from) {
			hours[shift.User.Summary] += w.until.Sub(w.from).Hours()
		}
	}
	return hours
}

// each runs a test for every seed.
func each(t *testing.T, test func(t *testing.T, m *measured)) {
	for _, m := range seeds() {
		t.Run(m.o.AsOf.Format(time.DateOnly), func(t *testing.T) { test(t, m) })
	}
}
