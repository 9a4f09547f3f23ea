package sample

import (
	"encoding/json"
	"fmt"
	"time"
)

// PagerDutyIncident is an incident as the API shows it now. Who was paged, acknowledged and resolved is not in it:
// assignments are empty once it is resolved, acknowledgements once it is resolved or triggered again.
type PagerDutyIncident struct {
	ID                 string                     `json:"id"`
	Number             int                        `json:"incident_number"`
	Title              string                     `json:"title"`
	CreatedAt          time.Time                  `json:"created_at"`
	UpdatedAt          time.Time                  `json:"updated_at"`
	Status             string                     `json:"status"`
	Key                *string                    `json:"incident_key"`
	Service            *PagerDutyReference        `json:"service"`
	Assignments        []PagerDutyAssignment      `json:"assignments"`
	AssignedVia        string                     `json:"assigned_via"`
	LastStatusChangeAt time.Time                  `json:"last_status_change_at"`
	LastStatusChangeBy *PagerDutyReference        `json:"last_status_change_by"`
	ResolvedAt         *time.Time                 `json:"resolved_at"`
	FirstTrigger       *PagerDutyReference        `json:"first_trigger_log_entry"`
	AlertCounts        PagerDutyAlertCounts       `json:"alert_counts"`
	AlertGrouping      *PagerDutyAlertGrouping    `json:"alert_grouping"`
	IsMergeable        bool                       `json:"is_mergeable"`
	EscalationPolicy   *PagerDutyReference        `json:"escalation_policy"`
	Teams              []*PagerDutyReference      `json:"teams"`
	PendingActions     []PagerDutyPendingAction   `json:"pending_actions"`
	Acknowledgements   []PagerDutyAcknowledgement `json:"acknowledgements"`
	Priority           *PagerDutyReference        `json:"priority"`
	ResolveReason      *PagerDutyResolveReason    `json:"resolve_reason"`
	Urgency            string                     `json:"urgency"`
	Responders         []Object                   `json:"incidents_responders"`
	ResponderRequests  []Object                   `json:"responder_requests"`
	Extra              Object                     `json:"-"` // fields on top of these, or in their place
	ref                *PagerDutyReference
}

// PagerDutyAssignment is a person an open incident waits for.
type PagerDutyAssignment struct {
	At       time.Time           `json:"at"`
	Assignee *PagerDutyReference `json:"assignee"`
}

// PagerDutyAcknowledgement is who works on an acknowledged incident.
type PagerDutyAcknowledgement struct {
	At           time.Time           `json:"at"`
	Acknowledger *PagerDutyReference `json:"acknowledger"`
}

// PagerDutyAlertCounts counts the alerts grouped into an incident.
type PagerDutyAlertCounts struct {
	All       int `json:"all"`
	Triggered int `json:"triggered"`
	Resolved  int `json:"resolved"`
}

// PagerDutyAlertGrouping says how alerts came together in one incident.
type PagerDutyAlertGrouping struct {
	Type      string     `json:"grouping_type"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Active    bool       `json:"alert_grouping_active"`
}

// PagerDutyPendingAction is what happens to an open incident by itself, and when.
type PagerDutyPendingAction struct {
	Type string    `json:"type"`
	At   time.Time `json:"at"`
}

// PagerDutyResolveReason is set on incidents that were merged into another.
type PagerDutyResolveReason struct {
	Type     string              `json:"type"`
	Incident *PagerDutyReference `json:"incident"`
}

// PagerDutyLogEntry is one thing that happened to an incident.
type PagerDutyLogEntry struct {
	ID           string                `json:"id"`
	Type         string                `json:"type"`
	Summary      string                `json:"summary"`
	CreatedAt    time.Time             `json:"created_at"`
	Agent        *PagerDutyReference   `json:"agent"`
	Channel      *PagerDutyChannel     `json:"channel"`
	Service      *PagerDutyReference   `json:"service"`
	Incident     *PagerDutyReference   `json:"incident"`
	Teams        []*PagerDutyReference `json:"teams"`
	Contexts     []Object              `json:"contexts"`
	User         *PagerDutyReference   `json:"user,omitempty"`
	Assignees    []*PagerDutyReference `json:"assignees,omitempty"`
	Note         string                `json:"note,omitempty"`
	EventDetails Object                `json:"event_details,omitempty"`
	Extra        Object                `json:"-"` // fields on top of these, or in their place
}

// PagerDutyChannel is the means by which something was done. Without include[]=channels only the type is shown.
type PagerDutyChannel struct {
	Type         *string                `json:"type"`
	Summary      string                 `json:"summary,omitempty"`
	Notification *PagerDutyNotification `json:"notification,omitempty"`
	Duration     int                    `json:"duration,omitempty"` // of a snooze, in seconds
	Details      Object                 `json:"details,omitempty"`
}

// PagerDutyNotification is how a person was told: push_notification, sms_notification, phone_notification or
// email_notification, in whatever case the account's age gave it.
type PagerDutyNotification struct {
	Type    string  `json:"type"`
	Address *string `json:"address"`
	Status  string  `json:"status"`
}

// Reference returns the reference to the incident that its log entries share.
func (i *PagerDutyIncident) Reference() *PagerDutyReference {
	return once(&i.ref, "incident", i.ID, i.summary())
}

func (i *PagerDutyIncident) summary() string { return fmt.Sprintf("[#%d] %s", i.Number, i.Title) }

func (i *PagerDutyIncident) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyIncident
		addresses
	}{i, addressesOf("incident", i.ID, i.summary())}, i.Extra)
}

// Reference returns a reference to the log entry.
func (e *PagerDutyLogEntry) Reference() *PagerDutyReference {
	self, html := e.addresses()
	return &PagerDutyReference{ID: e.ID, Type: e.Type + "_reference", Summary: e.Summary, Self: &self, HTMLURL: &html}
}

func (e *PagerDutyLogEntry) addresses() (self, html string) {
	return apiURL + "log_entries/" + e.ID + "?incident_id=" + e.Incident.ID,
		webURL + "incidents/" + e.Incident.ID + "/log_entries/" + e.ID
}

// encode returns the log entry as include[]=channels shows it.
func (e *PagerDutyLogEntry) encode() json.RawMessage {
	self, html := e.addresses()
	return encode(struct {
		*PagerDutyLogEntry
		Self    string `json:"self"`
		HTMLURL string `json:"html_url"`
	}{e, self, html}, e.Extra)
}

// encodeBare returns the log entry as a request without include[]=channels gets it.
func (e *PagerDutyLogEntry) encodeBare() json.RawMessage {
	bare := *e
	if bare.Channel != nil {
		bare.Channel = &PagerDutyChannel{Type: bare.Channel.Type}
	}
	return bare.encode()
}
