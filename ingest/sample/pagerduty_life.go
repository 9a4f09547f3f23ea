package sample

import (
	"fmt"
	"time"
)

// The verbs below move an incident through its life as the real service does, and write the log entries that go with
// it. A nil agent is the service itself. They are what tests use to change an account while it is read.

// Trigger opens an incident. It assigns and pages nobody.
func (d *PagerDutyData) Trigger(s *PagerDutyService, at time.Time, urgency, title string) *PagerDutyIncident {
	d.number++
	key := d.NewID("K", 20)
	i := &PagerDutyIncident{
		ID: d.NewID("Q", 14), Number: d.number, Title: title, CreatedAt: at, UpdatedAt: at, Status: "triggered", Key: &key,
		Service: s.Reference(), Assignments: []PagerDutyAssignment{}, AssignedVia: "escalation_policy", LastStatusChangeAt: at,
		LastStatusChangeBy: s.Reference(), AlertCounts: PagerDutyAlertCounts{All: 1, Triggered: 1}, IsMergeable: true,
		EscalationPolicy: s.EscalationPolicy, Teams: s.Teams, PendingActions: []PagerDutyPendingAction{},
		Acknowledgements: []PagerDutyAcknowledgement{}, Urgency: urgency, Responders: []Object{}, ResponderRequests: []Object{},
	}
	d.Incidents = append(d.Incidents, i)
	e := d.Log(i, "trigger", at, nil, "Triggered through the API")
	if len(s.Integrations) > 0 {
		e.Agent = s.Integrations[0]
	}
	e.Channel = channel("api", "Events API")
	e.Channel.Details = Object{"host": "host-" + i.ID[len(i.ID)-2:], "check": title}
	e.EventDetails = Object{"description": title}
	i.FirstTrigger = e.Reference()
	return i
}

// Assign makes the incident wait for the people, and says so in a log entry of the kind: assign, escalate or delegate.
func (d *PagerDutyData) Assign(i *PagerDutyIncident, kind string, at time.Time, agent *PagerDutyReference, to ...*PagerDutyReference) *PagerDutyLogEntry {
	i.Assignments = []PagerDutyAssignment{}
	names := ""
	for _, user := range to {
		i.Assignments = append(i.Assignments, PagerDutyAssignment{At: at, Assignee: user})
		names += " " + user.Summary
	}
	i.PendingActions = []PagerDutyPendingAction{{Type: "escalate", At: at.Add(30 * time.Minute)}}
	e := d.Log(i, kind, at, agent, map[string]string{"assign": "Assigned to", "escalate": "Escalated to", "delegate": "Delegated to"}[kind]+names)
	e.Assignees = to
	return e
}

// Notify pages a person: how is push, sms, phone or email.
func (d *PagerDutyData) Notify(i *PagerDutyIncident, at time.Time, user *PagerDutyReference, how string) *PagerDutyLogEntry {
	e := d.Log(i, "notify", at, nil, "Notified "+user.Summary)
	e.User = user
	e.Channel.Notification = &PagerDutyNotification{Type: how + "_notification", Status: "success"}
	if how != "push" {
		address := how + ":" + user.ID
		e.Channel.Notification.Address = &address
	}
	return e
}

// Acknowledge is a person, or an integration, taking the incident.
func (d *PagerDutyData) Acknowledge(i *PagerDutyIncident, at time.Time, agent *PagerDutyReference) *PagerDutyLogEntry {
	d.status(i, "acknowledged", at, agent)
	i.Acknowledgements = append(i.Acknowledgements, PagerDutyAcknowledgement{At: at, Acknowledger: i.LastStatusChangeBy})
	e := d.Log(i, "acknowledge", at, agent, "Acknowledged by "+i.LastStatusChangeBy.Summary)
	e.Extra = Object{"acknowledgement_timeout": 1800}
	return e
}

// Unacknowledge puts the incident back to triggered, as the acknowledgement timeout does.
func (d *PagerDutyData) Unacknowledge(i *PagerDutyIncident, at time.Time) *PagerDutyLogEntry {
	d.status(i, "triggered", at, nil)
	e := d.Log(i, "unacknowledge", at, nil, "Unacknowledged due to timeout")
	e.Channel.Type = text("timeout")
	return e
}

// Resolve closes the incident: by a person on the website, or by the service (nil), an integration or a timeout.
func (d *PagerDutyData) Resolve(i *PagerDutyIncident, at time.Time, agent *PagerDutyReference, via string) *PagerDutyLogEntry {
	d.status(i, "resolved", at, agent)
	i.Assignments, i.PendingActions = []PagerDutyAssignment{}, []PagerDutyPendingAction{}
	i.ResolvedAt = &at
	i.AlertCounts.Resolved, i.AlertCounts.Triggered = i.AlertCounts.All, 0
	if i.AlertGrouping != nil {
		i.AlertGrouping = &PagerDutyAlertGrouping{Type: i.AlertGrouping.Type, StartedAt: i.AlertGrouping.StartedAt, EndedAt: &at}
	}
	e := d.Log(i, "resolve", at, agent, "Resolved by "+i.LastStatusChangeBy.Summary)
	e.Channel.Type = text(via)
	return e
}

// Reopen triggers a resolved incident again. Its id, number and time of creation stay.
func (d *PagerDutyData) Reopen(i *PagerDutyIncident, at time.Time, agent *PagerDutyReference) *PagerDutyLogEntry {
	d.status(i, "triggered", at, agent)
	i.ResolvedAt, i.ResolveReason = nil, nil
	i.AlertCounts.Triggered, i.AlertCounts.Resolved = i.AlertCounts.All, 0
	e := d.Log(i, "trigger", at, agent, "Reopened")
	e.Channel = channel("web_trigger", i.Title)
	e.EventDetails = Object{"description": i.Title}
	return e
}

// Merge resolves the incident into another, which takes its alerts.
func (d *PagerDutyData) Merge(i, into *PagerDutyIncident, at time.Time, agent *PagerDutyReference) *PagerDutyLogEntry {
	e := d.Resolve(i, at, agent, "website")
	e.Summary = "Merged into " + into.summary()
	i.ResolveReason = &PagerDutyResolveReason{Type: "merge_resolve_reason", Incident: into.Reference()}
	into.AlertCounts.All += i.AlertCounts.All
	into.AlertCounts.Resolved += i.AlertCounts.All
	i.AlertCounts = PagerDutyAlertCounts{}
	d.Log(into, "merge_incidents", at, agent, "Merged "+i.summary())
	return e
}

// Snooze keeps an acknowledged incident quiet for a while.
func (d *PagerDutyData) Snooze(i *PagerDutyIncident, at time.Time, agent *PagerDutyReference, quiet time.Duration) *PagerDutyLogEntry {
	i.PendingActions = []PagerDutyPendingAction{{Type: "unacknowledge", At: at.Add(quiet)}}
	e := d.Log(i, "snooze", at, agent, fmt.Sprintf("Snoozed by %s for %s", agent.Summary, quiet))
	e.Channel = channel("website", "")
	e.Channel.Duration = int(quiet.Seconds())
	e.Extra = Object{"changed_actions": i.PendingActions}
	return e
}

// Note adds a person's note.
func (d *PagerDutyData) Note(i *PagerDutyIncident, at time.Time, agent *PagerDutyReference, note string) *PagerDutyLogEntry {
	e := d.Log(i, "annotate", at, agent, "Note added by "+agent.Summary)
	e.Channel, e.Note = channel("note", note), note
	return e
}

// Log writes a log entry of the kind, such as urgency_change, and nothing else.
func (d *PagerDutyData) Log(i *PagerDutyIncident, kind string, at time.Time, agent *PagerDutyReference, summary string) *PagerDutyLogEntry {
	e := &PagerDutyLogEntry{
		ID: d.NewID("R", 26), Type: kind + "_log_entry", Summary: summary, CreatedAt: at, Agent: agent, Service: i.Service,
		Channel: channel("auto", ""), Incident: i.Reference(), Teams: i.Teams, Contexts: []Object{},
	}
	if agent == nil {
		e.Agent = i.Service
	} else if agent.Type == "user_reference" {
		e.Channel.Type = text("website")
	}
	if at.After(i.UpdatedAt) {
		i.UpdatedAt = at
	}
	d.LogEntries = append(d.LogEntries, e)
	return e
}

func (d *PagerDutyData) status(i *PagerDutyIncident, status string, at time.Time, by *PagerDutyReference) {
	if by == nil {
		by = i.Service
	}
	if status != "acknowledged" {
		i.Acknowledgements = []PagerDutyAcknowledgement{}
	}
	i.Status, i.LastStatusChangeAt, i.LastStatusChangeBy = status, at, by
}

func channel(kind, summary string) *PagerDutyChannel {
	return &PagerDutyChannel{Type: text(kind), Summary: summary}
}

// text returns a string that can also be null.
func text(s string) *string { return &s }
