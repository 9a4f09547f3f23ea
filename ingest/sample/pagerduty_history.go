package sample

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"
)

// within returns the part of what is in order of time that lies in the window.
func within[T any](all []T, w window, at func(T) time.Time) []T {
	from := sort.Search(len(all), func(i int) bool { return !at(all[i]).Before(w.since) })
	to := sort.Search(len(all), func(i int) bool { return !at(all[i]).Before(w.until) })
	return all[from:max(from, to)]
}

// listIncidents answers /incidents: oldest first unless sort_by says otherwise, as things are at this moment, so that
// an incident which leaves a status moves all that come after it up by one.
func (s *PagerDuty) listIncidents(q url.Values) response {
	all := s.data.Incidents
	if q.Get("date_range") != "all" {
		w, bad := s.window(q)
		if bad != nil {
			return *bad
		}
		all = within(all, w, func(i *PagerDutyIncident) time.Time { return i.CreatedAt })
	}
	for name, values := range map[string][]string{"statuses[]": {"triggered", "acknowledged", "resolved"}, "urgencies[]": {"high", "low"}} {
		for _, value := range q[name] {
			if !slices.Contains(values, value) {
				return *invalid(name + " is invalid.")
			}
		}
	}
	if q.Has("statuses[]") || q.Has("urgencies[]") || q.Has("service_ids[]") || q.Has("team_ids[]") || q.Has("incident_key") {
		all = slices.DeleteFunc(slices.Clone(all), func(i *PagerDutyIncident) bool {
			key := i.Key == nil && q.Has("incident_key") || i.Key != nil && !among(q["incident_key"], *i.Key)
			return key || !among(q["statuses[]"], i.Status) || !among(q["urgencies[]"], i.Urgency) ||
				!among(q["service_ids[]"], i.Service.ID) || !inTeams(q, i.Teams)
		})
	}
	all, bad := sorted(all, q.Get("sort_by"))
	if bad != nil {
		return *bad
	}
	return listAll(s, "incidents", q, all, includes{
		"acknowledgers": {"acknowledgements"}, "agents": {"last_status_change_by"}, "assignees": {"assignments"},
		"escalation_policies": {"escalation_policy"}, "first_trigger_log_entries": {"first_trigger_log_entry"},
		"priorities": {"priority"}, "services": {"service"}, "teams": {"teams"}, "conference_bridge": nil, "body": nil,
		"users": {"assignments", "acknowledgements", "last_status_change_by"},
	})
}

// sorted puts incidents in the order of sort_by: at most two of incident_number, created_at, resolved_at and urgency,
// each with :asc or :desc.
func sorted(all []*PagerDutyIncident, by string) ([]*PagerDutyIncident, *response) {
	if by == "" || by == "created_at" || by == "created_at:asc" {
		return all, nil
	}
	resolved := func(i *PagerDutyIncident) time.Time {
		if i.ResolvedAt == nil {
			return time.Time{}
		}
		return *i.ResolvedAt
	}
	var orders []func(a, b *PagerDutyIncident) int
	for field := range strings.SplitSeq(by, ",") {
		name, direction, _ := strings.Cut(field, ":")
		order := map[string]func(a, b *PagerDutyIncident) int{
			"incident_number": func(a, b *PagerDutyIncident) int { return cmp.Compare(a.Number, b.Number) },
			"created_at":      func(a, b *PagerDutyIncident) int { return a.CreatedAt.Compare(b.CreatedAt) },
			"resolved_at":     func(a, b *PagerDutyIncident) int { return resolved(a).Compare(resolved(b)) },
			"urgency":         func(a, b *PagerDutyIncident) int { return cmp.Compare(a.Urgency, b.Urgency) },
		}[name]
		switch {
		case order == nil || len(orders) == 2:
			return nil, invalid("sort_by is invalid.")
		case direction == "desc":
			orders = append(orders, func(a, b *PagerDutyIncident) int { return order(b, a) })
		case direction == "asc" || direction == "":
			orders = append(orders, order)
		default:
			return nil, invalid("sort_by is invalid.")
		}
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b *PagerDutyIncident) int {
		for _, order := range orders {
			if n := order(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	return all, nil
}

// overview is what is_overview=true leaves of a history.
var overview = []string{
	"trigger_log_entry", "assign_log_entry", "acknowledge_log_entry", "unacknowledge_log_entry", "escalate_log_entry",
	"resolve_log_entry", "snooze_log_entry", "delegate_log_entry",
}

// listLogEntries answers /log_entries, and that of one incident, newest first: what happens between two requests moves
// all that came before it down. One incident's history has no window unless the request gives one.
func (s *PagerDuty) listLogEntries(q url.Values, of *PagerDutyIncident) response {
	all := s.data.LogEntries
	if of == nil || q.Has("since") || q.Has("until") {
		w, bad := s.window(q)
		if bad != nil {
			return *bad
		}
		all = within(all, w, func(e *PagerDutyLogEntry) time.Time { return e.CreatedAt })
	}
	if of != nil || q.Has("team_ids[]") || q.Get("is_overview") == "true" {
		all = slices.DeleteFunc(slices.Clone(all), func(e *PagerDutyLogEntry) bool {
			return of != nil && e.Incident.ID != of.ID || !inTeams(q, e.Teams) ||
				q.Get("is_overview") == "true" && !slices.Contains(overview, e.Type)
		})
	}
	expand, bad := s.include(q, includes{"incidents": {"incident"}, "services": {"service"}, "teams": {"teams"}, "channels": nil})
	if bad != nil {
		return *bad
	}
	return list("log_entries", q, len(all), func(i int) json.RawMessage { return expand(all[len(all)-1-i].shown(q)) })
}

// shown returns the log entry as the request includes it.
func (e *PagerDutyLogEntry) shown(q url.Values) json.RawMessage {
	if slices.Contains(q["include[]"], "channels") {
		return e.encode()
	}
	return e.encodeBare()
}

func inTeams(q url.Values, teams []*PagerDutyReference) bool {
	return !q.Has("team_ids[]") || slices.ContainsFunc(teams, func(t *PagerDutyReference) bool {
		return slices.Contains(q["team_ids[]"], t.ID)
	})
}
