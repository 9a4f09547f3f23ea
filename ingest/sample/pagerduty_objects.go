package sample

import (
	"encoding/json"
	"strings"
	"time"
)

// Object is a piece of JSON whose fields are nobody's business here.
type Object = map[string]any

// PagerDutyReference points at an object by id and name, the way nearly everything in the API does. One reference is
// shared by all who hold it. A deleted user is still referred to, with a time of deletion and no addresses.
type PagerDutyReference struct {
	ID        string     `json:"id"`
	Type      string     `json:"type"`
	Summary   string     `json:"summary"`
	Self      *string    `json:"self"`
	HTMLURL   *string    `json:"html_url"`
	DeletedAt *time.Time `json:"deleted_at,omitempty"`
}

// PagerDutyUser is a person with an account. TimeZone nil is null in the API: the account's zone holds.
type PagerDutyUser struct {
	ID       string                `json:"id"`
	Name     string                `json:"name"`
	Email    string                `json:"email"`
	TimeZone *string               `json:"time_zone"`
	Role     string                `json:"role"`
	JobTitle *string               `json:"job_title"`
	Teams    []*PagerDutyReference `json:"teams"`
	Extra    Object                `json:"-"` // fields on top of these, or in their place
	ref      *PagerDutyReference
}

// PagerDutyMember is a person's place in a team.
type PagerDutyMember struct {
	User *PagerDutyReference `json:"user"`
	Role string              `json:"role"`
}

// PagerDutyTeam is a team with its members.
type PagerDutyTeam struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	Description *string            `json:"description"`
	Members     []*PagerDutyMember `json:"-"`
	Extra       Object             `json:"-"`
	ref         *PagerDutyReference
}

// PagerDutyService is what incidents are opened against.
type PagerDutyService struct {
	ID               string                `json:"id"`
	Name             string                `json:"name"`
	Description      *string               `json:"description"`
	CreatedAt        time.Time             `json:"created_at"`
	Status           string                `json:"status"`
	EscalationPolicy *PagerDutyReference   `json:"escalation_policy"`
	Teams            []*PagerDutyReference `json:"teams"`
	Integrations     []*PagerDutyReference `json:"integrations"`
	AlertCreation    string                `json:"alert_creation"`
	Extra            Object                `json:"-"`
	ref              *PagerDutyReference
}

// PagerDutyRule is one level of an escalation policy: schedules, or people as direct targets.
type PagerDutyRule struct {
	ID           string                `json:"id"`
	DelayMinutes int                   `json:"escalation_delay_in_minutes"`
	Targets      []*PagerDutyReference `json:"targets"`
}

// PagerDutyEscalationPolicy says who is paged, level by level; the first rule is level 1.
type PagerDutyEscalationPolicy struct {
	ID       string                `json:"id"`
	Name     string                `json:"name"`
	Rules    []*PagerDutyRule      `json:"escalation_rules"`
	Services []*PagerDutyReference `json:"services"`
	NumLoops int                   `json:"num_loops"`
	Teams    []*PagerDutyReference `json:"teams"`
	Extra    Object                `json:"-"`
	ref      *PagerDutyReference
}

// PagerDutyPriority is a label of importance.
type PagerDutyPriority struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Extra       Object `json:"-"`
	ref         *PagerDutyReference
}

// plural is how the address of a type of object begins, where an s is not enough.
var plural = map[string]string{"escalation_policy": "escalation_policies", "priority": "priorities"}

const (
	apiURL = "https://api.pagerduty.com/"
	webURL = "https://example.pagerduty.com/"
)

// addresses gives the fields every object of the API begins with.
type addresses struct {
	Type    string `json:"type"`
	Summary string `json:"summary"`
	Self    string `json:"self"`
	HTMLURL string `json:"html_url"`
}

func addressesOf(kind, id, summary string) addresses {
	path, ok := plural[kind]
	if !ok {
		path = kind + "s"
	}
	path += "/" + id
	return addresses{Type: kind, Summary: summary, Self: apiURL + path, HTMLURL: webURL + path}
}

func reference(kind, id, summary string) *PagerDutyReference {
	a := addressesOf(strings.TrimSuffix(kind, "_reference"), id, summary)
	return &PagerDutyReference{ID: id, Type: a.Type + "_reference", Summary: summary, Self: &a.Self, HTMLURL: &a.HTMLURL}
}

// once returns *ref, made on the first call.
func once(ref **PagerDutyReference, kind, id, summary string) *PagerDutyReference {
	if *ref == nil {
		*ref = reference(kind, id, summary)
	}
	return *ref
}

// Reference returns the reference to the user that everything which names the user shares.
func (u *PagerDutyUser) Reference() *PagerDutyReference { return once(&u.ref, "user", u.ID, u.Name) }

// Reference returns the shared reference to the team.
func (t *PagerDutyTeam) Reference() *PagerDutyReference { return once(&t.ref, "team", t.ID, t.Name) }

// Reference returns the shared reference to the service.
func (s *PagerDutyService) Reference() *PagerDutyReference {
	return once(&s.ref, "service", s.ID, s.Name)
}

// Reference returns the shared reference to the escalation policy.
func (p *PagerDutyEscalationPolicy) Reference() *PagerDutyReference {
	return once(&p.ref, "escalation_policy", p.ID, p.Name)
}

// Reference returns the shared reference to the priority.
func (p *PagerDutyPriority) Reference() *PagerDutyReference {
	return once(&p.ref, "priority", p.ID, p.Name)
}

func (u *PagerDutyUser) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyUser
		addresses
	}{u, addressesOf("user", u.ID, u.Name)}, u.Extra)
}

func (m *PagerDutyMember) encode() json.RawMessage { return encode(m, nil) }

func (t *PagerDutyTeam) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyTeam
		addresses
	}{t, addressesOf("team", t.ID, t.Name)}, t.Extra)
}

func (s *PagerDutyService) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyService
		addresses
	}{s, addressesOf("service", s.ID, s.Name)}, s.Extra)
}

func (p *PagerDutyEscalationPolicy) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyEscalationPolicy
		addresses
	}{p, addressesOf("escalation_policy", p.ID, p.Name)}, p.Extra)
}

func (p *PagerDutyPriority) encode() json.RawMessage {
	return encode(struct {
		*PagerDutyPriority
		addresses
	}{p, addressesOf("priority", p.ID, p.Name)}, p.Extra)
}

// encode returns v as JSON with extra's fields put over its own. It panics on what no test or demo should hold.
func encode(v any, extra Object) json.RawMessage {
	data, err := json.Marshal(v)
	if err == nil && len(extra) > 0 {
		fields := map[string]json.RawMessage{}
		if err = json.Unmarshal(data, &fields); err == nil {
			for name, value := range extra {
				fields[name] = encode(value, nil)
			}
			data, err = json.Marshal(fields)
		}
	}
	if err != nil {
		panic("sample: " + err.Error())
	}
	return data
}
