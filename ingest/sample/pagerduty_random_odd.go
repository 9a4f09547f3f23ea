package sample

import (
	"encoding/json"
	"time"
)

// reopened is resolved, and then was not.
func (l *life) reopened() {
	if !l.assign() || !l.page(0) || !l.acknowledge(l.on(0)) || !l.resolve() || !l.wait(72*time.Hour) {
		return
	}
	l.Reopen(l.i, l.at, l.on(0))
	_ = l.assign() && l.page(0) && l.acknowledge(l.on(0)) && l.resolve()
}

// manyResponders asks another team to join.
func (l *life) manyResponders() {
	if !l.assign() || !l.page(0) || !l.acknowledge(l.on(0)) || !l.wait(10*time.Minute) {
		return
	}
	other := l.teams[l.rnd.IntN(len(l.teams))]
	helper := other.people[1+l.rnd.IntN(5)]
	l.Log(l.i, "responder_request_for_escalation_policy", l.at, l.i.LastStatusChangeBy, "Responders requested from "+other.policy.Name)
	l.i.ResponderRequests = []Object{{
		"incident": l.i.Reference(), "requester": l.i.LastStatusChangeBy, "requested_at": l.at, "message": "Please help",
		"responder_request_targets": []Object{},
	}}
	l.Notify(l.i, l.at.Add(time.Second), helper, "push")
	if !l.wait(10 * time.Minute) {
		return
	}
	l.i.Responders = []Object{{"state": "joined", "user": helper, "requested_at": l.at, "updated_at": l.at}}
	l.Log(l.i, "responder_accept", l.at, helper, helper.Summary+" joined")
	if l.resolve() && l.wait(24*time.Hour) {
		l.Note(l.i, l.at, helper, "What we learnt: <b>restart</b> & \"wait\" 🙂")
	}
}

// grouped holds many alerts, and changes in urgency and priority.
func (l *life) grouped() {
	all := 2 + l.rnd.IntN(60)
	l.i.AlertCounts = PagerDutyAlertCounts{All: all, Triggered: all}
	l.i.AlertGrouping = &PagerDutyAlertGrouping{Type: "advanced", StartedAt: l.at, Active: true}
	l.i.Key = nil // incidents with child alerts have none
	l.i.Urgency = "low"
	if !l.assign() || !l.wait(10*time.Minute) {
		return
	}
	l.i.Urgency = "high"
	l.Log(l.i, "urgency_change", l.at, nil, "Urgency changed to high")
	l.i.Priority = l.Priorities[0].Reference()
	l.Log(l.i, "priority_change", l.at, l.on(0), "Priority changed to "+l.i.Priority.Summary)
	_ = l.page(0) && l.acknowledge(l.on(0)) && l.resolve()
}

// everyType has the types that no other life has, and one that nobody has heard of.
func (l *life) everyType() {
	l.assign()
	for _, kind := range []string{
		"reach_ack_limit", "field_value_change", "custom_field_value_change", "status_update", "merge_incidents", "quantum_leap",
	} {
		if !l.wait(10 * time.Minute) {
			return
		}
		l.Log(l.i, kind, l.at, l.on(0), "Something of the type "+kind)
	}
	_ = l.page(0) && l.acknowledge(l.on(0)) && l.resolve()
}

// strange makes of a clean account one as it is found in the world: every so many objects, one that is odd.
func (a *account) strange() {
	offsets := []*time.Location{
		time.UTC, time.UTC, time.FixedZone("", -5*3600), time.FixedZone("", 5*3600+1800), time.FixedZone("", 13*3600),
	}
	others := 0
	for n, e := range a.LogEntries {
		e.CreatedAt = e.CreatedAt.In(offsets[n%len(offsets)])
		switch e.Type {
		case "notify_log_entry":
			a.strangeChannel(e)
			continue
		case "trigger_log_entry":
			if n%3 == 0 {
				e.EventDetails["tags"] = []string{"a", "b"}
				e.EventDetails["source"] = Object{"host": "db-1", "load": 0.5, "zone": nil}
			}
			continue
		}
		others++
		switch others % 50 {
		case 5:
			e.Channel = nil
		case 15:
			e.Channel = &PagerDutyChannel{}
		case 25:
			e.Extra = Object{"summary": nil, "teams": nil}
		case 35:
			e.Extra = Object{"x_future": Object{"nested": []any{1, nil, "two"}}, "contexts": nil}
		case 45:
			e.Extra = Object{"agent": nil}
		}
	}
	for n, i := range a.Incidents {
		i.CreatedAt = i.CreatedAt.In(offsets[n%len(offsets)])
		switch {
		case n%17 == 1:
			i.Extra = Object{"teams": nil, "assigned_via": nil, "x_future": true}
		case n%19 == 1:
			i.Extra = Object{"last_status_change_by": nil, "title": nil, "summary": nil}
		case n%101 == 11:
			i.Extra = Object{"title": json.RawMessage(`"half of a pair: \ud83d"`)}
		}
	}
}

// strangeChannel gives a notification one of the names that notifications have had.
func (a *account) strangeChannel(e *PagerDutyLogEntry) {
	how := e.Channel.Notification
	plain := map[string][]string{
		"push_notification":  {"push_notification", "push_notification", "PUSH_NOTIFICATION", "Push"},
		"sms_notification":   {"sms_notification", "sms_notification", "SMS", "Sms_Notification"},
		"phone_notification": {"phone_notification", "phone_notification", "PHONE", "Phone_notification"},
		"email_notification": {"email_notification", "Email", "EMAIL_NOTIFICATION", "e-mail"},
	}
	dice := a.rnd.IntN(100)
	switch {
	case dice < 30:
		how.Type = plain[how.Type][a.rnd.IntN(4)]
	case dice < 40: // an older shape: the way is the channel's own type
		e.Channel = &PagerDutyChannel{Type: text(plain[how.Type][a.rnd.IntN(4)])}
	case dice < 42:
		e.Channel.Type = nil
	case dice < 44:
		how.Status = "failed"
	}
}
