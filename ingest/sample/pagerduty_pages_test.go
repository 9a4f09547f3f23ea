package sample

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPages(t *testing.T) {
	web := serve(t, NewPagerDuty(RandomPagerDuty(5, 11_000, start, end), PagerDutyOptions{}))
	for _, c := range []struct {
		query                string
		limit, offset, count int
		more                 bool
	}{
		{"", 25, 0, 25, true},
		{"limit=1", 1, 0, 1, true},
		{"limit=1000", 100, 0, 100, true}, // silently lowered: who advances by their own limit skips 900
		{"limit=100&offset=9900", 100, 9900, 100, true},
		{"limit=7&offset=9993", 7, 9993, 7, true},
	} {
		a := get(t, web.URL+"/incidents?date_range=all&"+c.query)
		if a.status != 200 || a.list.Limit != c.limit || a.list.Offset != c.offset || len(a.objects) != c.count || a.list.More != c.more {
			t.Errorf("%s is %d, %+v with %d objects", c.query, a.status, a.list, len(a.objects))
		}
	}
	for _, query := range []string{"limit=100&offset=9901", "limit=1&offset=10000", "limit=1000&offset=9950"} {
		for _, path := range []string{"/incidents?date_range=all&", "/log_entries?", "/oncalls?", "/users?"} {
			a := get(t, web.URL+path+query)
			if a.status != 400 || a.list.Error.Code != 2002 || a.list.Error.Message != "Arguments Caused Error" || len(a.list.Error.Errors) != 1 ||
				!strings.HasPrefix(a.list.Error.Errors[0], "Offset+limit exceeds maximum allowed value of 10000.") {
				t.Errorf("%s%s is %d %s", path, query, a.status, a.body)
			}
		}
	}
	for _, query := range []string{"limit=0", "limit=-1", "limit=ten", "offset=-1", "offset=x"} {
		if a := get(t, web.URL+"/incidents?"+query); a.status != 400 || a.list.Error.Code != 2001 {
			t.Errorf("%s is %d %s", query, a.status, a.body)
		}
	}
}

func TestLastPageSaysSo(t *testing.T) {
	web := serve(t, NewPagerDuty(quiet(slices.Repeat([]time.Time{start}, 50)...), PagerDutyOptions{}))
	for query, want := range map[string]string{
		"offset=0": `"limit":25,"offset":0,"total":null,"more":true}`, "offset=25": `"limit":25,"offset":25,"total":null,"more":false}`,
		"offset=50": `"limit":25,"offset":50,"total":null,"more":false}`, "offset=90&total=true": `"limit":25,"offset":90,"total":50,"more":false}`,
	} {
		if a := get(t, web.URL+"/incidents?date_range=all&"+query); !strings.HasSuffix(a.body, want) {
			t.Errorf("%s ends with %s", query, a.body[max(0, len(a.body)-100):])
		}
	}
}

func TestLogEntriesComeNewestFirstAndMoveDown(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(5, 60, start, end), PagerDutyOptions{})
	web := serve(t, s)
	s.Do(func(d *PagerDutyData) {
		for n := range 10 {
			d.Note(d.Incidents[0], end.Add(-time.Hour+time.Duration(n)*time.Second), d.Users[0].Reference(), fmt.Sprint(n))
		}
	})
	first := get(t, web.URL+"/log_entries?limit=5")
	s.Do(func(d *PagerDutyData) { d.Note(d.Incidents[0], end.Add(-time.Minute), d.Users[0].Reference(), "new") })
	second := get(t, web.URL+"/log_entries?limit=5&offset=5")
	if idOf(t, first.objects[4]) != idOf(t, second.objects[0]) {
		t.Errorf("the second page begins with %s: what was last on the first page moves to it", second.objects[0])
	}
	newest := s.Objects("pagerduty_log_entries")[idOf(t, get(t, web.URL+"/log_entries?limit=1").objects[0])]
	if !strings.Contains(string(newest), `"note":"new"`) {
		t.Errorf("the newest is %s", newest)
	}
}

func TestResolveBetweenPagesHidesAnOpenIncident(t *testing.T) {
	s := NewPagerDuty(quiet(start, start, start, start), PagerDutyOptions{})
	web := serve(t, s)
	open := web.URL + "/incidents?date_range=all&statuses[]=triggered&limit=2"
	first := numbers(t, get(t, open))
	s.Do(func(d *PagerDutyData) { d.Resolve(d.Incidents[0], start.Add(time.Hour), nil, "api") })
	second := numbers(t, get(t, open+"&offset=2"))
	if !slices.Equal(first, []int{1, 2}) || !slices.Equal(second, []int{4}) {
		t.Errorf("pages are %v and %v: 3 has moved to the page that was read already", first, second)
	}
}

func TestChannelsOnlyWhenIncluded(t *testing.T) {
	d := quiet(start)
	d.Notify(d.Incidents[0], start.Add(time.Second), d.Users[0].Reference(), "sms")
	web := serve(t, NewPagerDuty(d, PagerDutyOptions{}))
	path := web.URL + "/incidents/" + d.Incidents[0].ID + "/log_entries"
	if a := get(t, path); len(a.objects) != 2 || !strings.Contains(string(a.objects[0]), `"channel":{"type":"auto"}`) {
		t.Errorf("without channels: %s", a.body)
	}
	want := `"channel":{"type":"auto","notification":{"type":"sms_notification","address":"sms:PUSER","status":"success"}}`
	if a := get(t, path+"?include[]=channels"); len(a.objects) != 2 || !strings.Contains(string(a.objects[0]), want) {
		t.Errorf("with channels: %s", a.body)
	}
	if a := get(t, path+"?is_overview=true"); len(a.objects) != 1 || !strings.Contains(a.body, `"trigger_log_entry"`) {
		t.Errorf("overview: %s", a.body)
	}
	if a := get(t, path+"?since=2026-01-01"); len(a.objects) != 0 {
		t.Errorf("of another month: %s", a.body)
	}
}

func TestIncludesPutObjectsInPlaceOfReferences(t *testing.T) {
	web := serve(t, NewPagerDuty(RandomPagerDuty(5, 300, start, end), PagerDutyOptions{}))
	for path, want := range map[string]string{
		"/incidents?date_range=all&include[]=services":                  `"alert_creation":`,
		"/incidents?date_range=all&include[]=first_trigger_log_entries": `"event_details":`,
		"/incidents?date_range=all&include[]=escalation_policies":       `"num_loops":`,
		"/incidents?date_range=all&include[]=agents":                    `"email":`,
		"/log_entries?include[]=incidents":                              `"incident_number":`,
		"/teams/%s/members?include[]=users":                             `"email":`,
		"/oncalls?include[]=users&include[]=schedules":                  `"email":`,
		"/escalation_policies?include[]=targets":                        `"time_zone":`,
		"/services?include[]=teams&include[]=escalation_policies":       `"escalation_rules":`,
	} {
		if strings.Contains(path, "%s") {
			path = fmt.Sprintf(path, idOf(t, get(t, web.URL+"/teams").objects[0]))
		}
		with, without := get(t, web.URL+path), get(t, web.URL+strings.ReplaceAll(path, "include[]", "x"))
		if !strings.Contains(with.body, want) || strings.Contains(without.body, want) || with.status != 200 {
			t.Errorf("%s is %d %.300s", path, with.status, with.body)
		}
	}
}
