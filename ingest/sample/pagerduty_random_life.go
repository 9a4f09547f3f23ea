package sample

import (
	"fmt"
	"slices"
	"time"
)

// life is one incident and the time it has come to.
type life struct {
	*account
	i    *PagerDutyIncident
	team *randomTeam
	at   time.Time
}

// lives is what can become of an incident, with how often it does in a hundred.
var lives = []struct {
	share int
	live  func(l *life)
}{
	{45, func(l *life) { _ = l.assign() && l.page(0) && l.acknowledge(l.on(0)) && l.resolve() }},
	{4, func(l *life) { _ = l.assign() && l.page(0) && l.acknowledge(l.anyone()) && l.resolve() }}, // who is not on call
	{9, func(l *life) { l.i.Urgency = "low"; _ = l.assign() && l.resolveAlone(10*time.Hour) }},     // pages nobody
	{9, func(l *life) { _ = l.assign() && l.page(0) && l.resolveAlone(time.Hour) }},
	{8, (*life).escalated},
	{3, (*life).reassigned},
	{3, (*life).snoozed},
	{2, (*life).nobodyCame},
	{2, (*life).merged},
	{3, (*life).reopened},
	{3, (*life).manyResponders},
	{6, (*life).grouped},
	{1, (*life).everyType},
	{1, func(l *life) { _ = l.assign() && l.page(0) && l.acknowledge(l.on(0)) }}, // stays open for years
	{1, func(l *life) { _ = l.assign() && l.page(0) }},                           // and nobody looks
}

// addIncidents spreads incidents over the account's history. The first ones live one life each, so that all are there.
func (a *account) addIncidents(n int) {
	span := int64(a.To.Sub(a.From) / time.Second)
	times := make([]int64, n)
	for i := range times {
		times[i] = a.rnd.Int64N(span)
	}
	slices.Sort(times)
	for n, second := range times {
		team := a.teams[min(a.rnd.IntN(len(a.teams)), a.rnd.IntN(len(a.teams)))] // some are paged more than others
		service := team.services[a.rnd.IntN(len(team.services))]
		at := a.From.Add(time.Duration(second) * time.Second)
		i := a.Trigger(service, at, "high", fmt.Sprintf("%s is slow <%d & rising>", service.Name, a.rnd.IntN(900)))
		i.Priority = a.Priorities[a.rnd.IntN(len(a.Priorities))].Reference()
		if n%4 == 0 {
			i.Priority = nil
		}
		kind := n
		if n >= len(lives) {
			kind = 0
			for dice := a.rnd.IntN(100); dice >= lives[kind].share; kind++ {
				dice -= lives[kind].share
			}
		}
		lives[kind].live(&life{account: a, i: i, team: team, at: at})
	}
}

// wait lets time pass, up to most, and says whether the account's history has not ended meanwhile.
func (l *life) wait(most time.Duration) bool {
	l.at = l.at.Add(time.Second + time.Duration(l.rnd.Int64N(int64(most/time.Second)))*time.Second)
	return l.at.Before(l.To)
}

// on returns who is on call at a level, or someone of the team where the rota has a hole.
func (l *life) on(level int) *PagerDutyReference {
	if user := l.team.levels[level].at(l.at); user != nil {
		return user
	}
	return l.anyone()
}

// anyone returns one of the team who has not left.
func (l *life) anyone() *PagerDutyReference {
	return l.team.people[1+l.rnd.IntN(len(l.team.people)-1)]
}

func (l *life) assign() bool {
	l.Assign(l.i, "assign", l.at, nil, l.on(0))
	return true
}

// page tells the person on call, by one way after the other.
func (l *life) page(level int) bool {
	user := l.on(level)
	for _, how := range [][]string{{"push"}, {"push", "sms"}, {"email", "push"}, {"email", "sms", "phone"}}[l.rnd.IntN(4)] {
		if !l.wait(90 * time.Second) {
			return false
		}
		l.Notify(l.i, l.at, user, how)
	}
	return true
}

func (l *life) acknowledge(user *PagerDutyReference) bool {
	if !l.wait(20 * time.Minute) {
		return false
	}
	l.Acknowledge(l.i, l.at, user)
	return true
}

// resolve is done by who acknowledged.
func (l *life) resolve() bool {
	if !l.wait(5 * time.Hour) {
		return false
	}
	l.Resolve(l.i, l.at, l.i.LastStatusChangeBy, []string{"website", "mobile", "sms"}[l.rnd.IntN(3)])
	return true
}

// resolveAlone is a resolve without a person: by the integration, the API or a timeout.
func (l *life) resolveAlone(most time.Duration) bool {
	if !l.wait(most) {
		return false
	}
	integration := reference("service", l.i.Service.ID, l.i.Service.Summary)
	integration.Type = "events_api_v2_inbound_integration_reference"
	agent := []*PagerDutyReference{nil, integration, nil}[l.rnd.IntN(3)]
	l.Resolve(l.i, l.at, agent, []string{"api", "timeout", "email"}[l.rnd.IntN(3)])
	return true
}

func (l *life) escalated() {
	if !l.assign() || !l.page(0) || !l.wait(30*time.Minute) {
		return
	}
	l.Assign(l.i, "escalate", l.at, nil, l.on(1))
	_ = l.page(1) && l.acknowledge(l.on(1)) && l.resolve()
}

func (l *life) reassigned() {
	if !l.assign() || !l.page(0) || !l.acknowledge(l.on(0)) || !l.wait(time.Hour) {
		return
	}
	to := l.anyone()
	l.Assign(l.i, []string{"delegate", "assign"}[l.i.Number%2], l.at, l.i.LastStatusChangeBy, to)
	l.Notify(l.i, l.at, to, "push")
	_ = l.acknowledge(to) && l.resolve()
}

func (l *life) snoozed() {
	if !l.assign() || !l.page(0) || !l.acknowledge(l.on(0)) || !l.wait(10*time.Minute) {
		return
	}
	l.Snooze(l.i, l.at, l.i.LastStatusChangeBy, 4*time.Hour)
	if l.at = l.at.Add(4 * time.Hour); l.at.Before(l.To) {
		l.Unacknowledge(l.i, l.at)
		_ = l.page(0) && l.acknowledge(l.on(0)) && l.resolve()
	}
}

// nobodyCame goes through the policy until it is exhausted.
func (l *life) nobodyCame() {
	if !l.assign() || !l.page(0) || !l.wait(30*time.Minute) {
		return
	}
	l.Assign(l.i, "escalate", l.at, nil, l.on(1))
	if !l.page(1) || !l.wait(30*time.Minute) {
		return
	}
	l.Log(l.i, "repeat_escalation_path", l.at, nil, "Escalation path repeats")
	if !l.page(0) || !l.wait(30*time.Minute) {
		return
	}
	l.Log(l.i, "exhaust_escalation_path", l.at, nil, "Escalation path exhausted")
	l.Log(l.i, "reach_trigger_limit", l.at, nil, "Trigger limit reached")
	l.resolveAlone(48 * time.Hour)
}

func (l *life) merged() {
	if n := len(l.Incidents); n > 1 && l.assign() && l.page(0) && l.wait(time.Hour) {
		l.Merge(l.i, l.Incidents[n-2], l.at, l.on(0))
	}
}
