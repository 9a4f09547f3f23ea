package sample

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// PagerDutyData is what an account holds. Its objects are the server's own: change them only before the server is made
// or inside PagerDuty.Do. The order of the slices does not matter; the server orders what it shows as the API does.
type PagerDutyData struct {
	AccountTimeZone    string    // IANA name; naive times and people without a zone are in it
	From, To           time.Time // the span of the account's history: its first day, and "now" when it was written
	Users              []*PagerDutyUser
	Teams              []*PagerDutyTeam
	Services           []*PagerDutyService
	EscalationPolicies []*PagerDutyEscalationPolicy
	Schedules          []*PagerDutySchedule
	Priorities         []*PagerDutyPriority
	Incidents          []*PagerDutyIncident
	LogEntries         []*PagerDutyLogEntry

	ids, number int // given out so far
}

// NewID returns an id that no object of the account has: prefix and digits, letters.
func (d *PagerDutyData) NewID(prefix string, length int) string {
	d.ids++
	// Multiplying by an odd number walks through all of 2^40 without meeting a number twice, so ids look unordered.
	n := (uint64(d.ids) * 0x9E3779B97F) & (1<<40 - 1)
	digits := strings.ToUpper(strconv.FormatUint(n, 36))
	if pad := length - len(prefix) - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	return prefix + digits
}

// Incident returns the incident with the id, or nil.
func (d *PagerDutyData) Incident(id string) *PagerDutyIncident {
	return find(d.Incidents, func(i *PagerDutyIncident) bool { return i.ID == id })
}

// User returns the user with the id, or nil where there is none or the user was deleted.
func (d *PagerDutyData) User(id string) *PagerDutyUser {
	return find(d.Users, func(u *PagerDutyUser) bool { return u.ID == id })
}

// DeleteUser takes a person out of the account, the teams and the policies. What refers to them already is left as it
// is, so that a copy made before stays exact; what refers to them from now on says when they were deleted.
func (d *PagerDutyData) DeleteUser(id string, at time.Time) {
	user := d.User(id)
	if user == nil {
		return
	}
	gone := func(r *PagerDutyReference) bool { return r.ID == id && strings.HasPrefix(r.Type, "user") }
	d.Users = slices.DeleteFunc(d.Users, func(u *PagerDutyUser) bool { return u.ID == id })
	for _, team := range d.Teams {
		team.Members = slices.DeleteFunc(team.Members, func(m *PagerDutyMember) bool { return gone(m.User) })
	}
	for _, policy := range d.EscalationPolicies {
		for _, rule := range policy.Rules {
			rule.Targets = slices.DeleteFunc(rule.Targets, gone)
		}
	}
	deleted := *user.Reference()
	deleted.Self, deleted.HTMLURL, deleted.DeletedAt = nil, nil, &at
	user.ref = &deleted
}

func find[T any](of []*T, is func(*T) bool) *T {
	if at := slices.IndexFunc(of, is); at >= 0 {
		return of[at]
	}
	return nil
}

// order puts incidents and log entries in the order of their times, oldest first; of two in the same second, the one
// that was added first.
func (d *PagerDutyData) order() {
	incidents := func(a, b *PagerDutyIncident) int { return a.CreatedAt.Compare(b.CreatedAt) }
	entries := func(a, b *PagerDutyLogEntry) int { return a.CreatedAt.Compare(b.CreatedAt) }
	// Looking costs a millisecond per 200,000, sorting fifty: what changes between requests is mostly in order.
	if !slices.IsSortedFunc(d.Incidents, incidents) {
		slices.SortStableFunc(d.Incidents, incidents)
	}
	if !slices.IsSortedFunc(d.LogEntries, entries) {
		slices.SortStableFunc(d.LogEntries, entries)
	}
}
