package sample

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"
)

// quiet is an account with one service and an incident at each of the times, numbered from 1.
func quiet(times ...time.Time) *PagerDutyData {
	d := &PagerDutyData{AccountTimeZone: "America/New_York", From: start, To: end}
	user := &PagerDutyUser{ID: "PUSER", Name: "Ana Lind"}
	policy := &PagerDutyEscalationPolicy{ID: "PPOLICY", Name: "Policy"}
	service := &PagerDutyService{ID: "PSERVICE", Name: "Checkout", EscalationPolicy: policy.Reference(), Teams: []*PagerDutyReference{}}
	d.Users = append(d.Users, user)
	d.EscalationPolicies = append(d.EscalationPolicies, policy)
	d.Services = append(d.Services, service)
	for _, at := range times {
		d.Trigger(service, at, "high", "Slow")
	}
	return d
}

func numbers(t *testing.T, a answer) []int {
	t.Helper()
	all := []int{}
	for _, object := range a.objects {
		var i struct {
			Number int `json:"incident_number"`
		}
		if err := json.Unmarshal(object, &i); err != nil {
			t.Fatal(err)
		}
		all = append(all, i.Number)
	}
	return all
}

func TestWindows(t *testing.T) {
	now := time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)
	// 1 to 6: a year ago, five months ago, two months ago, a month ago to the second, yesterday, this second.
	s := NewPagerDuty(quiet(
		now.AddDate(-1, 0, 0), now.AddDate(0, -5, 0), now.AddDate(0, -2, 0), now.AddDate(0, -1, 0), now.AddDate(0, 0, -1), now,
	), PagerDutyOptions{Clock: NewClock(now)})
	web := serve(t, s)
	for query, want := range map[string][]int{
		"":                           {4, 5},
		"since=2026-01-15T12:00:00Z": {3},
		"since=2026-01-15T12:00:01Z": {4},
		"until=2026-02-15T12:00:00Z": {3},
		"until=2026-02-15T12:00:01Z": {4},
		"since=2025-10-15T12:00:00Z&until=2026-04-15T12:00:00Z":                            {2, 3, 4, 5, 6},
		"since=2025-01-01T00:00:00Z&until=2025-06-30T00:00:00Z":                            {1},
		"date_range=all&since=2026-03-01T00:00:00Z":                                        {1, 2, 3, 4, 5, 6},
		"since=2026-03-14&until=2026-03-15":                                                {5},
		"since=2026-03-15T08:00:00&until=2026-03-16T00:00:00":                              {6}, // New York, summer time by a week
		"since=2026-03-15T08:00:01&until=2026-03-16T00:00:00":                              {},
		"since=2026-03-15T12:00:00&until=2026-03-16T00:00:00&time_zone=UTC":                {6},
		"since=2026-03-15T17:30:00&until=2026-03-16T00:00:00&time_zone=Asia/Kolkata":       {6},
		"since=2026-03-15T17:30:00%2B05:30&until=2026-03-16T00:00:00Z&time_zone=Etc/GMT-9": {6},
	} {
		a := get(t, web.URL+"/incidents?"+query)
		if got := numbers(t, a); a.status != 200 || !slices.Equal(got, want) {
			t.Errorf("%q is %d %v, want %v", query, a.status, got, want)
		}
	}
	for query, want := range map[string]string{
		"since=2025-10-15T12:00:00Z&until=2026-04-15T12:00:01Z": " is invalid.",
		"since=yesterday":                   "since is invalid.",
		"until=2026-13-01":                  "until is invalid.",
		"since=2026-03-15T12:00:00+01:00":   "since is invalid.", // an unescaped plus is a space
		"time_zone=Mars/Olympus":            "time_zone is invalid.",
		"since=2026-03-15&until=2026-03-14": "until must be after since.",
	} {
		for _, path := range []string{"/incidents?", "/log_entries?"} {
			a := get(t, web.URL+path+query)
			if a.status != 400 || a.list.Error.Code != 2001 || !slices.Equal(a.list.Error.Errors, []string{want}) {
				t.Errorf("%s%s is %d %s", path, query, a.status, a.body)
			}
		}
	}
}

func TestWindowsAreOfTheTimeOfCreation(t *testing.T) {
	d := quiet(start, start.AddDate(0, 3, 0))
	d.Resolve(d.Incidents[0], start.AddDate(0, 3, 0), nil, "api")
	web := serve(t, NewPagerDuty(d, PagerDutyOptions{}))
	window := "since=" + url.QueryEscape(start.AddDate(0, 2, 0).Format(time.RFC3339)) + "&until=" +
		url.QueryEscape(start.AddDate(0, 4, 0).Format(time.RFC3339))
	if got := numbers(t, get(t, web.URL+"/incidents?"+window)); !slices.Equal(got, []int{2}) {
		t.Errorf("incidents of the window are %v: a late resolve is not in it", got)
	}
	if got := get(t, web.URL+"/log_entries?"+window); len(got.objects) != 2 {
		t.Errorf("%d log entries of the window, want the trigger of 2 and the resolve of 1", len(got.objects))
	}
}

func TestFiltersAndOrders(t *testing.T) {
	d := quiet(start, start, start.Add(time.Hour), start.Add(2*time.Hour))
	d.Acknowledge(d.Incidents[1], start.Add(time.Minute), d.Users[0].Reference())
	d.Resolve(d.Incidents[2], start.Add(3*time.Hour), nil, "api")
	d.Resolve(d.Incidents[0], start.Add(4*time.Hour), nil, "api")
	d.Incidents[3].Urgency = "low"
	web := serve(t, NewPagerDuty(d, PagerDutyOptions{}))
	for query, want := range map[string][]int{
		"statuses[]=resolved":                          {1, 3},
		"statuses[]=triggered&statuses[]=acknowledged": {2, 4},
		"statuses=resolved":                            {1, 2, 3, 4}, // without the brackets it is not there
		"urgencies[]=low":                              {4},
		"service_ids[]=PSERVICE":                       {1, 2, 3, 4},
		"service_ids[]=POTHER":                         {},
		"team_ids[]=POTHER":                            {},
		"sort_by=created_at:desc":                      {4, 3, 1, 2},
		"sort_by=incident_number:desc":                 {4, 3, 2, 1},
		"sort_by=urgency:desc,incident_number:desc":    {4, 3, 2, 1},
		"sort_by=resolved_at":                          {2, 4, 3, 1},
		"statuses[]=resolved&sort_by=resolved_at:desc": {1, 3},
		"incident_key=" + *d.Incidents[2].Key:          {3},
	} {
		if got := numbers(t, get(t, web.URL+"/incidents?date_range=all&"+query)); !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{
		"statuses[]=open", "urgencies[]=none", "sort_by=name", "sort_by=created_at:up", "include[]=everything",
		"sort_by=urgency,created_at,resolved_at",
	} {
		if a := get(t, web.URL+"/incidents?"+query); a.status != 400 || a.list.Error.Code != 2001 {
			t.Errorf("%s is %d %s", query, a.status, a.body)
		}
	}
}
