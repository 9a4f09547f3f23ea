package sample

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"
)

// copier reads an account with no more than the documentation knows: pages, windows that halve at the cap, retries of
// what failed, and waits for what the server asks.
type copier struct {
	t     *testing.T
	web   *httptest.Server
	clock *Clock
	got   map[string]json.RawMessage
	twice int
}

func (c *copier) get(path string) answer {
	c.t.Helper()
	for range 6 {
		a, err := ask(c.t, c.web.URL+path)
		if err == nil && (a.status == 200 || a.status == 400) {
			if a.header.Get("ratelimit-remaining") == "0" {
				c.wait(a)
			}
			return a
		}
		c.wait(a)
	}
	c.t.Fatalf("no answer to %s", path)
	return answer{}
}

func (c *copier) wait(a answer) {
	seconds, err := strconv.Atoi(a.header.Get("ratelimit-reset"))
	if err != nil {
		seconds = 1
	}
	c.clock.sleep(c.t, time.Duration(seconds)*time.Second)
}

var errTooMany = errors.New("too many objects for one window")

// pages reads all pages of a list.
func (c *copier) pages(path string, key func(object json.RawMessage) string) error {
	for offset := 0; ; {
		a := c.get(fmt.Sprintf("%slimit=100&offset=%d", path, offset))
		if a.status == 400 && a.list.Error.Code == 2002 {
			return errTooMany
		}
		if a.status != 200 {
			c.t.Fatalf("%s is %d %s", path, a.status, a.body)
		}
		for _, object := range a.objects {
			id := key(object)
			if c.got[id] != nil {
				c.twice++
			}
			c.got[id] = object
		}
		if !a.list.More {
			return nil
		}
		offset += a.list.Limit
	}
}

func (c *copier) window(path string, since, until time.Time) {
	spans := fmt.Sprintf("%ssince=%s&until=%s&", path, url.QueryEscape(since.Format(time.RFC3339)), url.QueryEscape(until.Format(time.RFC3339)))
	if err := c.pages(spans, func(o json.RawMessage) string { return idOf(c.t, o) }); err != nil {
		middle := since.Add(until.Sub(since) / 2).Truncate(time.Second)
		c.window(path, since, middle)
		c.window(path, middle, until)
	}
}

func same(t *testing.T, stream string, got, want map[string]json.RawMessage) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%s: %d objects, want %d", stream, len(got), len(want))
	}
	for id, payload := range want {
		if !bytes.Equal(got[id], payload) {
			t.Fatalf("%s %s is %s, want %s", stream, id, got[id], payload)
		}
	}
}

func TestWholeAccountArrivesByTheDocumentedWay(t *testing.T) {
	clock, quiet := NewClock(end), false
	var s *PagerDuty
	s = NewPagerDuty(RandomPagerDuty(11, 2000, end.AddDate(0, -4, 0), end), PagerDutyOptions{
		Clock: clock, RateLimit: 60, RateWindow: 2 * time.Second, Faults: Faults{Share: 0.2, Seed: 4, Between: func(n int) {
			if n%20 == 0 && !quiet { // moves everything older down by one, in the middle of a page
				s.Do(func(d *PagerDutyData) {
					d.Log(d.Incidents[n], "annotate", d.Incidents[len(d.Incidents)-1-n].CreatedAt, nil, "late")
				})
			}
		}},
	})
	c := &copier{t: t, web: serve(t, s), clock: clock}
	capped := 0
	for stream, path := range map[string]string{"pagerduty_incidents": "/incidents?", "pagerduty_log_entries": "/log_entries?include[]=channels&"} {
		c.got, quiet = map[string]json.RawMessage{}, false
		c.window(path, end.AddDate(0, -4, 0), end)
		quiet = true
		c.window(path, end.AddDate(0, -4, 0), end) // what came late into a part that was read already
		same(t, stream, c.got, s.Objects(stream))
	}
	for stream, path := range map[string]string{
		"pagerduty_users": "/users?", "pagerduty_teams": "/teams?", "pagerduty_services": "/services?", "pagerduty_schedules": "/schedules?",
		"pagerduty_escalation_policies": "/escalation_policies?", "pagerduty_priorities": "/priorities?",
	} {
		c.got = map[string]json.RawMessage{}
		if err := c.pages(path, func(o json.RawMessage) string { return idOf(t, o) }); err != nil {
			t.Fatal(err)
		}
		same(t, stream, c.got, s.Objects(stream))
	}
	faults := map[Fault]int{}
	for _, r := range s.Requests() {
		faults[r.Fault]++
		if r.Early {
			t.Errorf("a request to %s before the reset", r.Path)
		}
		if r.Status == 400 {
			capped++
		}
	}
	if capped == 0 || c.twice == 0 {
		t.Errorf("the cap was met %d times, objects twice %d times", capped, c.twice)
	}
	for _, f := range AllFaults {
		if faults[f] == 0 {
			t.Errorf("no fault %s", f)
		}
	}
}

func TestOnCallsAndMembersArriveToo(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(11, 900, start, end), PagerDutyOptions{})
	c := &copier{t: t, web: serve(t, s), got: map[string]json.RawMessage{}}
	var teams []string
	if err := c.pages("/teams?", func(o json.RawMessage) string { teams = append(teams, idOf(t, o)); return "" }); err != nil {
		t.Fatal(err)
	}
	c.got = map[string]json.RawMessage{}
	for _, team := range teams {
		if err := c.pages("/teams/"+team+"/members?", func(o json.RawMessage) string {
			var m struct{ User struct{ ID string } }
			if err := json.Unmarshal(o, &m); err != nil {
				t.Fatal(err)
			}
			return team + "/" + m.User.ID
		}); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "pagerduty_team_members", c.got, s.Objects("pagerduty_team_members"))
	c.got = map[string]json.RawMessage{}
	ahead := url.QueryEscape(end.Add(onCallHorizon).Format(time.RFC3339))
	if err := c.pages("/oncalls?since="+url.QueryEscape(start.Format(time.RFC3339))+"&until="+ahead+"&", func(o json.RawMessage) string {
		var on onCall
		if err := json.Unmarshal(o, &on); err != nil {
			t.Fatal(err)
		}
		return on.key()
	}); err != nil {
		t.Fatal(err)
	}
	same(t, "pagerduty_oncalls", c.got, s.Objects("pagerduty_oncalls"))
}
