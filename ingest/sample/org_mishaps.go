package sample

import (
	"slices"
	"time"
)

// mishap is an incident that somebody looks back at.
type mishap struct {
	at      time.Time // when it was over
	service *sampleService
	id      string // of the incident
	title   string
	who     *colleague // resolved it, else acknowledged it
}

// lookBack returns all incidents of the highest priority and half of those of the second one, in the order of their ends.
func (o *Organisation) lookBack() []mishap {
	account := o.PagerDuty()
	names := map[string]*colleague{}
	for _, c := range o.people {
		names[c.name] = c
	}
	handled := map[string]*colleague{}
	for _, e := range account.LogEntries {
		if c := names[e.Agent.Summary]; c != nil && (e.Type == "acknowledge_log_entry" || e.Type == "resolve_log_entry") {
			handled[e.Incident.ID] = c
		}
	}
	rnd := o.random("reviews")
	var all []mishap
	for _, i := range account.Incidents {
		if i.Priority == nil || i.ResolvedAt == nil || i.ResolveReason != nil || handled[i.ID] == nil {
			continue
		}
		if i.Priority.Summary == "P1" || i.Priority.Summary == "P2" && chance(rnd, 0.5) {
			service := portfolio[slices.IndexFunc(portfolio, func(s *sampleService) bool { return s.name == i.Service.Summary })]
			all = append(all, mishap{*i.ResolvedAt, service, i.ID, i.Title, handled[i.ID]})
		}
	}
	slices.SortStableFunc(all, func(a, b mishap) int { return a.at.Compare(b.at) })
	return all
}
