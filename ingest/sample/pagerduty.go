package sample

import (
	"encoding/json"
	"net/http"
	"time"
)

// PagerDuty is a strict stand-in for the PagerDuty REST API v2: an http.Handler that enforces what the real one does,
// down to its windows, caps, pages that shift, rate limits and bad days. Safe for concurrent use.
type PagerDuty struct {
	*traffic
	opts PagerDutyOptions
	data *PagerDutyData
	rota struct { // the on-calls of the last request, for the next page of it
		window
		all []*onCall
	}
}

// PagerDutyOptions is how a stand-in behaves. The zero value is a server without a token, limits or faults, whose clock
// stands at the end of the account's history.
type PagerDutyOptions struct {
	Token           string        // empty: every token is good, but there must be one
	Clock           *Clock        // shared with the client
	RateLimit       int           // requests per window and key; 0: no limit
	RateWindow      time.Duration // 0: a minute
	OnCallRateLimit int           // the same for /oncalls, counted apart; 0: it has no limit of its own
	Faults          Faults
}

// NewPagerDuty returns a server of the data, which is its own from now on.
func NewPagerDuty(data *PagerDutyData, opts PagerDutyOptions) *PagerDuty {
	if opts.Clock == nil {
		opts.Clock = NewClock(data.To)
	}
	data.order()
	return &PagerDuty{traffic: newTraffic(opts.Clock, opts.Faults, opts.RateWindow), opts: opts, data: data}
}

// Do changes the data while the server runs; no request is answered meanwhile.
func (s *PagerDuty) Do(change func(data *PagerDutyData)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.data)
	s.data.order()
	s.rota.all = nil
}

// ServeHTTP answers one request.
func (s *PagerDuty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, nil, func(n int, seen *Request) (response, Fault) { return s.answer(n, seen, r) })
}

// answer decides what a request gets: the order of the checks is the order in which the real service fails.
func (s *PagerDuty) answer(n int, seen *Request, r *http.Request) (response, Fault) {
	key, ok := s.authorised(r)
	if !ok {
		return response{
			status: http.StatusUnauthorized, contentType: "text/plain; charset=utf-8", body: []byte("HTTP Token: Access denied.\n"),
		}, ""
	}
	limits, limited := s.limit(key, seen)
	if limited {
		return limits, ""
	}
	fault := s.fault(n)
	answer := s.faulty(fault, key, seen)
	if answer.status == 0 {
		answer = s.route(r)
	}
	for name, value := range limits.header {
		if _, ok := answer.header[name]; !ok && fault != BareRateLimit {
			answer.set(name, value)
		}
	}
	return answer, fault
}

// authorised returns the key of a request: Token token=… of an API key, or Bearer … of OAuth.
func (s *PagerDuty) authorised(r *http.Request) (string, bool) {
	key := ""
	for _, scheme := range []string{"Token token=", "Bearer "} {
		if v := r.Header.Get("Authorization"); len(v) > len(scheme) && v[:len(scheme)] == scheme {
			key = v[len(scheme):]
		}
	}
	return key, key != "" && (s.opts.Token == "" || key == s.opts.Token)
}

// Objects returns what a perfect copy of a stream holds now: by id, the bytes that the lists of the API hold for the
// object, log entries with include[]=channels. The streams are named as the raw tables, such as pagerduty_incidents.
// Two kinds of objects have no id of their own: a team's member is "team/user", and an on-call, from the account's first
// day to 90 days from now, is "policy/level/schedule/user/start" with the start in UTC; what is null is left empty.
func (s *PagerDuty) Objects(stream string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, objects := s.data, map[string]json.RawMessage{}
	switch stream {
	case "pagerduty_incidents":
		collect(objects, d.Incidents, func(o *PagerDutyIncident) string { return o.ID })
	case "pagerduty_log_entries":
		collect(objects, d.LogEntries, func(o *PagerDutyLogEntry) string { return o.ID })
	case "pagerduty_users":
		collect(objects, d.Users, func(o *PagerDutyUser) string { return o.ID })
	case "pagerduty_teams":
		collect(objects, d.Teams, func(o *PagerDutyTeam) string { return o.ID })
	case "pagerduty_team_members":
		for _, team := range d.Teams {
			collect(objects, team.Members, func(o *PagerDutyMember) string { return team.ID + "/" + o.User.ID })
		}
	case "pagerduty_services":
		collect(objects, d.Services, func(o *PagerDutyService) string { return o.ID })
	case "pagerduty_escalation_policies":
		collect(objects, d.EscalationPolicies, func(o *PagerDutyEscalationPolicy) string { return o.ID })
	case "pagerduty_schedules":
		collect(objects, d.Schedules, func(o *PagerDutySchedule) string { return o.ID })
	case "pagerduty_priorities":
		collect(objects, d.Priorities, func(o *PagerDutyPriority) string { return o.ID })
	case "pagerduty_oncalls":
		collect(objects, d.onCalls(d.From, s.opts.Clock.Now().Add(onCallHorizon)), (*onCall).key)
	default:
		panic("sample: no stream " + stream)
	}
	return objects
}

func collect[T interface{ encode() json.RawMessage }](into map[string]json.RawMessage, objects []T, id func(T) string) {
	for _, o := range objects {
		into[id(o)] = o.encode()
	}
}
