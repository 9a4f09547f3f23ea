package sample

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// onCallHorizon is how far ahead the API knows who is on call.
const onCallHorizon = 90 * 24 * time.Hour

// onCall is a time for which a person is on call for a level of a policy, through a schedule or, without one and for
// ever, as a direct target.
type onCall struct {
	EscalationPolicy *PagerDutyReference `json:"escalation_policy"`
	EscalationLevel  int                 `json:"escalation_level"`
	Schedule         *PagerDutyReference `json:"schedule"`
	User             *PagerDutyReference `json:"user"`
	Start            *time.Time          `json:"start"`
	End              *time.Time          `json:"end"`
}

func (o *onCall) encode() json.RawMessage { return encode(o, nil) }

// key identifies an on-call, which has no id in the API.
func (o *onCall) key() string {
	schedule, start := "", ""
	if o.Schedule != nil {
		schedule = o.Schedule.ID
	}
	if o.Start != nil {
		start = o.Start.UTC().Format(time.RFC3339)
	}
	return strings.Join([]string{o.EscalationPolicy.ID, strconv.Itoa(o.EscalationLevel), schedule, o.User.ID, start}, "/")
}

// onCalls derives who is on call from policies and schedules, by policy, level and start.
func (d *PagerDutyData) onCalls(since, until time.Time) []*onCall {
	loc, err := time.LoadLocation(d.AccountTimeZone)
	if err != nil {
		loc = time.UTC
	}
	var all []*onCall
	final := map[string][]PagerDutyShift{}
	for _, schedule := range d.Schedules {
		final[schedule.ID] = schedule.Final(since, until)
	}
	for _, policy := range d.EscalationPolicies {
		for level, rule := range policy.Rules {
			for _, target := range rule.Targets {
				if target.Type != "schedule_reference" {
					all = append(all, &onCall{EscalationPolicy: policy.Reference(), EscalationLevel: level + 1, User: target})
					continue
				}
				for _, shift := range final[target.ID] {
					start, end := shift.Start.In(loc), shift.End.In(loc)
					all = append(all, &onCall{policy.Reference(), level + 1, target, shift.User, &start, &end})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *onCall) int {
		return cmp.Or(
			cmp.Compare(a.EscalationPolicy.ID, b.EscalationPolicy.ID), cmp.Compare(a.EscalationLevel, b.EscalationLevel),
			starts(a).Compare(starts(b)), cmp.Compare(a.User.ID, b.User.ID))
	})
	return all
}

func starts(o *onCall) time.Time {
	if o.Start == nil {
		return time.Time{}
	}
	return *o.Start
}

func (s *PagerDuty) listOnCalls(q url.Values) response {
	since, until, bad := s.ends(q)
	if bad != nil {
		return *bad
	}
	now := s.opts.Clock.Now()
	w := window{now, now}
	if since != nil {
		w.since = *since
	}
	if until != nil {
		w.until = *until
	}
	if w.until.Before(w.since) {
		return *invalid("until must be after since.")
	}
	if horizon := now.Add(onCallHorizon); w.until.After(horizon) {
		w.until = later(w.since, horizon)
	}
	if w.since.After(now.Add(onCallHorizon)) {
		return listAll[*onCall](s, "oncalls", q, nil, nil)
	}
	seen := map[string]bool{}
	if !s.rota.since.Equal(w.since) || !s.rota.until.Equal(w.until) || s.rota.all == nil {
		s.rota.window, s.rota.all = w, s.data.onCalls(w.since, w.until)
	}
	all := slices.DeleteFunc(slices.Clone(s.rota.all), func(o *onCall) bool {
		schedule := "null"
		if o.Schedule != nil {
			schedule = o.Schedule.ID
		}
		if !among(q["user_ids[]"], o.User.ID) || !among(q["schedule_ids[]"], schedule) ||
			!among(q["escalation_policy_ids[]"], o.EscalationPolicy.ID) {
			return true
		}
		first := o.EscalationPolicy.ID + strconv.Itoa(o.EscalationLevel) + o.User.ID
		again := seen[first]
		seen[first] = true
		return again && q.Get("earliest") == "true"
	})
	return listAll(s, "oncalls", q, all, includes{
		"escalation_policies": {"escalation_policy"}, "users": {"user"}, "schedules": {"schedule"},
	})
}

// among says whether a filter lets the value through; an empty one lets everything.
func among(filter []string, value string) bool {
	return len(filter) == 0 || slices.Contains(filter, value)
}
