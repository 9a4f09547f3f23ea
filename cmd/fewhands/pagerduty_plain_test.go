package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
)

// What the facts must be, worked out from the account itself: slowly, one incident at a time, in text.

// byPerson says who did a log entry: an id, "" for what no person did, or "?" where the entry does not say.
func byPerson(e *sample.PagerDutyLogEntry) string {
	if agent, changed := e.Extra["agent"]; changed && agent == nil || e.Agent == nil {
		return "?"
	}
	if e.Agent.Type == "user_reference" {
		return e.Agent.ID
	}
	return ""
}

// way is push, sms, phone or email.
func way(e *sample.PagerDutyLogEntry) string {
	name := ""
	if e.Channel.Type != nil {
		name = *e.Channel.Type
	}
	if e.Channel.Notification != nil {
		name = e.Channel.Notification.Type
	}
	for _, one := range []string{"push", "sms", "phone"} {
		if strings.HasPrefix(strings.ToLower(name), one) {
			return one
		}
	}
	return "email"
}

// plainPages are "incident user time".
func plainPages(data *sample.PagerDutyData) []string {
	byUser := map[string][]*sample.PagerDutyLogEntry{}
	for _, e := range data.LogEntries {
		if e.Type == "notify_log_entry" && way(e) != "email" {
			byUser[e.User.ID] = append(byUser[e.User.ID], e)
		}
	}
	var pages []string
	for user, entries := range byUser {
		slices.SortFunc(entries, func(a, b *sample.PagerDutyLogEntry) int {
			return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Incident.ID, b.Incident.ID))
		})
		last := time.Time{}
		for _, e := range entries {
			if e.CreatedAt.Sub(last) > time.Minute {
				last = e.CreatedAt
				pages = append(pages, fmt.Sprintf("%s %s %s", e.Incident.ID, user, stamp(e.CreatedAt)))
			}
		}
	}
	slices.Sort(pages)
	return pages
}

// plainResponses are "incident user time actions on-call".
func plainResponses(data *sample.PagerDutyData, shifts []plainShift) []string {
	words := map[string]string{
		"acknowledge": "acknowledged", "resolve": "resolved", "responder_accept": "joined", "annotate": "noted", "snooze": "snoozed",
		"escalate": "escalated", "assign": "delegated", "delegate": "delegated", "status_update": "updated",
		"priority_change": "updated", "urgency_change": "updated",
	}
	var responses []string
	for incident, entries := range byIncident(data) {
		users := map[string]bool{}
		for _, e := range entries {
			users[byPerson(e)] = true
		}
		delete(users, "")
		delete(users, "?")
		for user := range users {
			var first, reassigned time.Time
			actions := map[string]bool{}
			counts, assignments := false, 0
			for _, e := range entries {
				kind := strings.TrimSuffix(e.Type, "_log_entry")
				if len(e.Assignees) > 0 {
					if assignments++; assignments > 1 && reassigned.IsZero() && isAssigned(e, user) {
						reassigned = e.CreatedAt
					}
				}
				word, known := words[kind]
				if byPerson(e) != user || !known || kind == "resolve" && incident.ResolveReason != nil {
					continue
				}
				if first.IsZero() {
					first = e.CreatedAt
				}
				actions[word] = true
				counts = counts || slices.Contains([]string{"acknowledged", "resolved", "joined"}, word) || !reassigned.IsZero()
			}
			if !counts {
				continue
			}
			if !reassigned.IsZero() {
				actions["reassigned"] = true
			}
			responses = append(responses, fmt.Sprintf("%s %s %s %s %v", incident.ID, user, stamp(first),
				strings.Join(sortedKeys(actions), ","), isOnCall(shifts, incident.EscalationPolicy.ID, user, first)))
		}
	}
	slices.Sort(responses)
	return responses
}

// plainIncidents are "incident service created acknowledged resolved merged reassignments escalations".
func plainIncidents(data *sample.PagerDutyData) []string {
	var incidents []string
	for incident, entries := range byIncident(data) {
		acknowledged, resolved := "-", "-"
		assignments, reassignments, escalations := 0, 0, 0
		for _, e := range entries {
			by := byPerson(e)
			switch e.Type {
			case "acknowledge_log_entry":
				if acknowledged == "-" && by != "" && by != "?" {
					acknowledged = stamp(e.CreatedAt)
				}
			case "escalate_log_entry":
				escalations++
			case "assign_log_entry", "delegate_log_entry":
				if assignments > 0 && by != "" {
					reassignments++
				}
			}
			if len(e.Assignees) > 0 {
				assignments++
			}
		}
		if incident.ResolvedAt != nil {
			resolved = stamp(*incident.ResolvedAt)
		}
		incidents = append(incidents, fmt.Sprintf("%s %s %s %s %s %v %d %d", incident.ID, incident.Service.ID,
			stamp(incident.CreatedAt), acknowledged, resolved, incident.ResolveReason != nil, reassignments, escalations))
	}
	slices.Sort(incidents)
	return incidents
}

// byIncident are the log entries of each, in order of time.
func byIncident(data *sample.PagerDutyData) map[*sample.PagerDutyIncident][]*sample.PagerDutyLogEntry {
	entries := map[string][]*sample.PagerDutyLogEntry{}
	for _, e := range data.LogEntries {
		entries[e.Incident.ID] = append(entries[e.Incident.ID], e)
	}
	all := map[*sample.PagerDutyIncident][]*sample.PagerDutyLogEntry{}
	for _, i := range data.Incidents {
		slices.SortStableFunc(entries[i.ID], func(a, b *sample.PagerDutyLogEntry) int { return a.CreatedAt.Compare(b.CreatedAt) })
		all[i] = entries[i.ID]
	}
	return all
}

func isAssigned(e *sample.PagerDutyLogEntry, user string) bool {
	return slices.ContainsFunc(e.Assignees, func(r *sample.PagerDutyReference) bool { return r.ID == user })
}

// plainShift is what the API lists: a time on call, the zero times without an end on that side.
type plainShift struct {
	policy, user string
	level        int
	isDirect     bool
	start, end   time.Time
}

func (s plainShift) covers(t time.Time) bool {
	return !s.start.After(t) && (s.end.IsZero() || s.end.After(t))
}

func isOnCall(shifts []plainShift, policy, user string, t time.Time) bool {
	return slices.ContainsFunc(shifts, func(s plainShift) bool { return s.policy == policy && s.user == user && s.covers(t) })
}

// plainOnCall are the shifts, those that overlap or touch as one: "user policy level start end direct".
func plainOnCall(shifts []plainShift) []string {
	byRota := map[string][]plainShift{}
	for _, s := range shifts {
		key := fmt.Sprint(s.user, " ", s.policy, " ", s.level)
		byRota[key] = append(byRota[key], s)
	}
	var all []string
	for key, list := range byRota {
		slices.SortFunc(list, func(a, b plainShift) int { return a.start.Compare(b.start) })
		for len(list) > 0 {
			whole := list[0]
			for list = list[1:]; len(list) > 0 && (whole.end.IsZero() || !list[0].start.After(whole.end)); list = list[1:] {
				if next := list[0]; next.end.IsZero() || !whole.end.IsZero() && next.end.After(whole.end) {
					whole.end = next.end
				}
				whole.isDirect = whole.isDirect && list[0].isDirect
			}
			all = append(all, fmt.Sprint(key, " ", stamp(whole.start), " ", stamp(whole.end), " ", whole.isDirect))
		}
	}
	slices.Sort(all)
	return all
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

func sortedKeys(set map[string]bool) []string {
	var keys []string
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
