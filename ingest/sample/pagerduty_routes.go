package sample

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const acceptVersion2 = "application/vnd.pagerduty+json;version=2"

// route answers a request that came through: GET alone, and only the part of the API that reads an account.
func (s *PagerDuty) route(r *http.Request) response {
	q, parts := r.URL.Query(), strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if r.Method != http.MethodGet || len(parts) > 3 {
		return notFound()
	}
	if strings.ReplaceAll(r.Header.Get("Accept"), " ", "") != acceptVersion2 {
		return apiError(http.StatusNotAcceptable, codeInvalidInput, "Not Acceptable", "Accept must be "+acceptVersion2+".")
	}
	if len(parts) == 1 {
		return s.routeList(parts[0], q)
	}
	parts = append(parts, "")
	return s.routeOne(parts[0], parts[1], parts[2], q)
}

func (s *PagerDuty) routeList(name string, q url.Values) response {
	d := s.data
	switch name {
	case "incidents":
		return s.listIncidents(q)
	case "log_entries":
		return s.listLogEntries(q, nil)
	case "oncalls":
		return s.listOnCalls(q)
	case "users":
		users := byName(d.Users, q, func(u *PagerDutyUser) (string, string) { return u.Name, u.ID })
		return listAll(s, name, q, users, includes{"teams": {"teams"}, "contact_methods": nil, "notification_rules": nil, "subdomains": nil})
	case "teams":
		return listAll(s, name, q, byName(d.Teams, q, func(t *PagerDutyTeam) (string, string) { return t.Name, t.ID }), nil)
	case "services":
		services := byName(d.Services, q, func(o *PagerDutyService) (string, string) { return o.Name, o.ID })
		return listAll(s, name, q, services, includes{
			"escalation_policies": {"escalation_policy"}, "teams": {"teams"}, "integrations": nil,
			"auto_pause_notifications_parameters": nil,
		})
	case "escalation_policies":
		policies := byName(d.EscalationPolicies, q, func(o *PagerDutyEscalationPolicy) (string, string) { return o.Name, o.ID })
		return listAll(s, name, q, policies, includes{
			"services": {"services"}, "teams": {"teams"}, "targets": {"escalation_rules"}, "escalation_rule_assignment_strategies": nil,
		})
	case "schedules":
		schedules := byName(d.Schedules, q, func(o *PagerDutySchedule) (string, string) { return o.Name, o.ID })
		return listAll(s, name, q, schedules, nil)
	case "priorities":
		return listAll(s, name, q, d.Priorities, nil)
	case "abilities":
		return one(name, encode([]string{"sso", "advanced_reports", "teams", "urgencies", "read_only_users"}, nil))
	}
	return notFound()
}

func (s *PagerDuty) routeOne(name, id, of string, q url.Values) response {
	switch name + "/{id}/" + of {
	case "incidents/{id}/":
		return found("incident", s.whole("incident_reference", id))
	case "incidents/{id}/log_entries":
		if i := s.data.Incident(id); i != nil {
			return s.listLogEntries(q, i)
		}
	case "log_entries/{id}/":
		if at := slices.IndexFunc(s.data.LogEntries, func(e *PagerDutyLogEntry) bool { return e.ID == id }); at >= 0 {
			return one("log_entry", s.data.LogEntries[at].shown(q))
		}
	case "users/{id}/":
		if id == "me" {
			return *invalid("User-level token is required.")
		}
		return found("user", s.whole("user_reference", id))
	case "teams/{id}/":
		return found("team", s.whole("team_reference", id))
	case "teams/{id}/members":
		if team := find(s.data.Teams, func(t *PagerDutyTeam) bool { return t.ID == id }); team != nil {
			return listAll(s, "members", q, team.Members, includes{"users": {"user"}})
		}
	case "services/{id}/":
		return found("service", s.whole("service_reference", id))
	case "escalation_policies/{id}/":
		return found("escalation_policy", s.whole("escalation_policy_reference", id))
	case "schedules/{id}/":
		return s.getSchedule(q, id)
	}
	return notFound()
}

func (s *PagerDuty) getSchedule(q url.Values, id string) response {
	schedule := find(s.data.Schedules, func(o *PagerDutySchedule) bool { return o.ID == id })
	if schedule == nil {
		return notFound()
	}
	since, until, bad := s.ends(q)
	if bad != nil {
		return *bad
	}
	if since == nil || until == nil || since.Equal(*until) {
		return one("schedule", schedule.encodeWhole(nil, false))
	}
	return one("schedule", schedule.encodeWhole(&window{*since, *until}, q.Get("overflow") == "true"))
}

func found(name string, object json.RawMessage) response {
	if object == nil {
		return notFound()
	}
	return one(name, object)
}

// byName returns the objects whose name holds the query, in the order of the names, as the API lists what has one.
func byName[T any](objects []T, q url.Values, nameAndID func(T) (string, string)) []T {
	like := strings.ToLower(q.Get("query"))
	some := slices.DeleteFunc(slices.Clone(objects), func(o T) bool {
		name, _ := nameAndID(o)
		return !strings.Contains(strings.ToLower(name), like)
	})
	slices.SortFunc(some, func(a, b T) int {
		nameA, idA := nameAndID(a)
		nameB, idB := nameAndID(b)
		return cmp.Or(cmp.Compare(nameA, nameB), cmp.Compare(idA, idB))
	})
	return some
}
