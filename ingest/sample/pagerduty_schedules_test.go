package sample

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// stockholm is a weekly rota of Ana and Bo that changes hands on Mondays at 09:00, with nothing else.
func stockholm(t *testing.T) (*PagerDutyData, *PagerDutySchedule) {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	ana, bo := &PagerDutyUser{ID: "PANA", Name: "Ana"}, &PagerDutyUser{ID: "PBO", Name: "Bo"}
	monday := time.Date(2026, 3, 16, 9, 0, 0, 0, loc)
	s := &PagerDutySchedule{ID: "PSCHED", Name: "Rota", TimeZone: "Europe/Stockholm", Layers: []*PagerDutyLayer{{
		ID: "PLAYER", Name: "Layer 1", Start: monday, VirtualStart: monday, TurnSeconds: 7 * 86400,
		Users: []*PagerDutyReference{ana.Reference(), bo.Reference()},
	}}}
	policy := &PagerDutyEscalationPolicy{ID: "PPOLICY", Name: "Policy", Rules: []*PagerDutyRule{
		{ID: "PRULE1", Targets: []*PagerDutyReference{s.Reference()}}, {ID: "PRULE2", Targets: []*PagerDutyReference{bo.Reference()}},
	}}
	return &PagerDutyData{
		AccountTimeZone: "America/New_York", From: start, To: time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC),
		Users: []*PagerDutyUser{ana, bo}, Schedules: []*PagerDutySchedule{s}, EscalationPolicies: []*PagerDutyEscalationPolicy{policy},
	}, s
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func shifts(all []PagerDutyShift) string {
	var lines []string
	for _, s := range all {
		lines = append(lines, fmt.Sprint(s.User.Summary, " ", s.Start.UTC().Format("02T15:04"), " ", s.End.UTC().Format("02T15:04")))
	}
	return strings.Join(lines, ", ")
}

func TestHandOverKeepsTheHourWhereClocksChange(t *testing.T) {
	_, s := stockholm(t) // summer time begins on 29 March 2026
	got := shifts(s.Final(at(t, "2026-03-20T00:00:00Z"), at(t, "2026-04-01T00:00:00Z")))
	if want := "Ana 16T08:00 23T08:00, Bo 23T08:00 30T07:00, Ana 30T07:00 06T07:00"; got != want {
		t.Errorf("shifts are %s, want %s", got, want)
	}
}

func TestOverridesAndEarlierLayersCover(t *testing.T) {
	_, s := stockholm(t)
	bo := s.Layers[0].Users[1]
	s.Overrides = []PagerDutyShift{{at(t, "2026-03-17T10:00:00Z"), at(t, "2026-03-17T14:00:00Z"), bo}}
	s.Layers = append([]*PagerDutyLayer{{
		ID: "PDAYS", Start: s.Layers[0].Start, VirtualStart: s.Layers[0].Start, TurnSeconds: 86400, Users: []*PagerDutyReference{bo},
		Restrictions: []PagerDutyRestriction{{Type: "daily_restriction", StartTimeOfDay: "12:00:00", DurationSeconds: 7200}},
	}}, s.Layers...)
	got := shifts(s.Final(at(t, "2026-03-17T09:00:00Z"), at(t, "2026-03-18T12:00:00Z")))
	want := "Ana 16T13:00 17T10:00, Bo 17T10:00 17T14:00, Ana 17T14:00 18T11:00, Bo 18T11:00 18T13:00"
	if got != want {
		t.Errorf("shifts are %s, want %s", got, want)
	}
	s.Layers[0].Restrictions = []PagerDutyRestriction{
		{Type: "weekly_restriction", StartTimeOfDay: "00:00:00", StartDayOfWeek: 6, DurationSeconds: 2 * 86400},
	}
	got = shifts(s.Final(at(t, "2026-03-20T00:00:00Z"), at(t, "2026-03-24T00:00:00Z")))
	want = "Ana 17T14:00 20T23:00, Bo 20T23:00 21T08:00, Bo 21T08:00 22T08:00, Bo 22T08:00 22T23:00, Ana 22T23:00 23T08:00, Bo 23T08:00 27T23:00"
	if got != want {
		t.Errorf("with a weekend layer shifts are %s, want %s", got, want)
	}
}

func TestRandomRotasNeverHaveTwoAtOnce(t *testing.T) {
	for _, s := range RandomPagerDuty(9, 3000, start, end).Schedules {
		all := s.Final(start, end)
		for n := 1; n < len(all); n++ {
			if all[n].Start.Before(all[n-1].End) {
				t.Errorf("%s: %s", s.Name, shifts(all[n-1:n+1]))
			}
		}
		if covered := all[len(all)-1].End.Sub(all[0].Start); len(all) < 70 || covered < end.Sub(start) {
			t.Errorf("%s has %d shifts over %s", s.Name, len(all), covered)
		}
		some := s.Final(start.AddDate(0, 5, 3), start.AddDate(0, 6, 4))
		from := slices.IndexFunc(all, func(shift PagerDutyShift) bool { return shift.Start.Equal(some[0].Start) })
		if from < 0 || shifts(all[from:from+len(some)]) != shifts(some) {
			t.Errorf("%s: a month of it is %s", s.Name, shifts(some))
		}
	}
}

func TestScheduleRendersOnlyBetweenTwoEnds(t *testing.T) {
	d, _ := stockholm(t)
	web := serve(t, NewPagerDuty(d, PagerDutyOptions{}))
	entries := func(query string) []PagerDutyShift {
		a := get(t, web.URL+"/schedules/PSCHED?"+query)
		var got struct {
			Schedule struct {
				Layers    []layerJSON `json:"schedule_layers"`
				Overrides *layerJSON  `json:"overrides_subschedule"`
				Final     layerJSON   `json:"final_schedule"`
			}
		}
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.status != 200 {
			t.Fatalf("%s is %d %s, %v", query, a.status, a.body, err)
		}
		if len(got.Schedule.Layers) != 1 || got.Schedule.Overrides == nil || len(got.Schedule.Layers[0].Users) != 2 {
			t.Errorf("%s is %s", query, a.body)
		}
		return got.Schedule.Final.Entries
	}
	for query, want := range map[string]string{
		"":                           "",
		"since=2026-03-20T00:00:00Z": "",
		"until=2026-03-20T00:00:00Z": "",
		"since=2026-03-20T00:00:00Z&until=2026-03-25T00:00:00Z":               "Ana 20T00:00 23T08:00, Bo 23T08:00 25T00:00",
		"since=2026-03-20T00:00:00Z&until=2026-03-25T00:00:00Z&overflow=true": "Ana 16T08:00 23T08:00, Bo 23T08:00 30T07:00",
	} {
		if got := shifts(entries(query)); got != want {
			t.Errorf("%q renders %s, want %s", query, got, want)
		}
	}
	if a := get(t, web.URL+"/schedules"); strings.Contains(a.body, "schedule_layers") || len(a.objects) != 1 {
		t.Errorf("the list is %s", a.body)
	}
}

func TestOnCalls(t *testing.T) {
	d, _ := stockholm(t) // it is 1 April, noon
	web := serve(t, NewPagerDuty(d, PagerDutyOptions{}))
	for query, want := range map[string]string{
		"":                           "1 Ana 2026-03-30T03:00:00-04:00 2026-04-06T03:00:00-04:00, 2 Bo null null",
		"user_ids[]=PBO":             "2 Bo null null",
		"schedule_ids[]=null":        "2 Bo null null",
		"schedule_ids[]=PSCHED":      "1 Ana 2026-03-30T03:00:00-04:00 2026-04-06T03:00:00-04:00",
		"escalation_policy_ids[]=P0": "",
		"since=2026-03-22T00:00:00Z&until=2026-03-24T00:00:00Z&schedule_ids[]=PSCHED": "1 Ana 2026-03-16T04:00:00-04:00 2026-03-23T04:00:00-04:00, " +
			"1 Bo 2026-03-23T04:00:00-04:00 2026-03-30T03:00:00-04:00",
		"since=2026-03-30T07:00:00Z&until=2026-03-30T07:00:00Z&schedule_ids[]=PSCHED": "1 Ana 2026-03-30T03:00:00-04:00 2026-04-06T03:00:00-04:00",
		"since=2026-07-01T00:00:00Z&until=2026-08-01T00:00:00Z":                       "",
		"until=2026-05-01T00:00:00Z&earliest=true&user_ids[]=PANA":                    "1 Ana 2026-03-30T03:00:00-04:00 2026-04-06T03:00:00-04:00",
	} {
		var got []string
		for _, object := range get(t, web.URL+"/oncalls?"+query).objects {
			var o struct {
				Level      int `json:"escalation_level"`
				User       struct{ Summary string }
				Start, End *string
			}
			if err := json.Unmarshal(object, &o); err != nil {
				t.Fatal(err)
			}
			null := "null"
			if o.Start == nil {
				o.Start, o.End = &null, &null
			}
			got = append(got, fmt.Sprint(o.Level, " ", o.User.Summary, " ", *o.Start, " ", *o.End))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q is %s, want %s", query, strings.Join(got, ", "), want)
		}
	}
	far := get(t, web.URL+"/oncalls?limit=100&schedule_ids[]=PSCHED&until=2027-01-01T00:00:00Z")
	if len(far.objects) != 14 { // this week and thirteen more begin within 90 days
		t.Errorf("%d shifts ahead", len(far.objects))
	}
	if a := get(t, web.URL+"/oncalls?until="+url.QueryEscape("2026-03-01T00:00:00Z")); a.status != 400 {
		t.Errorf("an end before now is %d", a.status)
	}
}
