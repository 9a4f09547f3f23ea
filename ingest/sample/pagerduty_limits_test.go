package sample

import (
	"strconv"
	"testing"
	"time"
)

func TestRateLimitCountsPerWindow(t *testing.T) {
	clock := NewClock(end)
	s := NewPagerDuty(quiet(start), PagerDutyOptions{Clock: clock, RateLimit: 3, RateWindow: 2 * time.Second})
	web := serve(t, s)
	for n, want := range []string{"2", "1", "0"} {
		a := get(t, web.URL+"/users")
		if a.status != 200 || a.header.Get("ratelimit-limit") != "3" || a.header.Get("ratelimit-remaining") != want || a.header.Get("ratelimit-reset") == "" {
			t.Errorf("request %d is %d %v", n, a.status, a.header)
		}
	}
	clock.sleep(t, 500*time.Millisecond)
	a := get(t, web.URL+"/users")
	if a.status != 429 || a.list.Error.Code != 2020 || a.header.Get("ratelimit-remaining") != "0" || a.header.Get("ratelimit-reset") != "2" {
		t.Errorf("over the limit is %d %s %v", a.status, a.body, a.header)
	}
	clock.sleep(t, 1900*time.Millisecond)
	if a := get(t, web.URL+"/users"); a.status != 429 || a.header.Get("ratelimit-reset") != "1" {
		t.Errorf("before the reset is %d %v", a.status, a.header)
	}
	clock.sleep(t, 100*time.Millisecond)
	if a := get(t, web.URL+"/users"); a.status != 200 || a.header.Get("ratelimit-remaining") != "2" {
		t.Errorf("at the reset is %d %v", a.status, a.header)
	}
	early := []bool{}
	for _, r := range s.Requests() {
		early = append(early, r.Early)
	}
	// The fourth could not know; the fifth did.
	for n, want := range []bool{false, false, false, false, true, false} {
		if early[n] != want {
			t.Errorf("request %d early: %t", n, early[n])
		}
	}
}

func TestRateLimitIsPerKeyAndOnCallsHaveTheirOwn(t *testing.T) {
	web := serve(t, NewPagerDuty(quiet(start), PagerDutyOptions{RateLimit: 2, OnCallRateLimit: 1}))
	for n, c := range []struct {
		path, key string
		want      int
	}{
		{"/users", "a", 200}, {"/oncalls", "a", 200}, {"/oncalls", "a", 429}, {"/users", "a", 200}, {"/users", "a", 429},
		{"/users", "b", 200}, {"/oncalls", "b", 200},
	} {
		if a := get(t, web.URL+c.path, "Authorization", "Bearer "+c.key); a.status != c.want {
			t.Errorf("request %d of %s to %s is %d, want %d", n, c.key, c.path, a.status, c.want)
		}
	}
}

func TestInjectedRateLimitHoldsUntilItsReset(t *testing.T) {
	clock := NewClock(end)
	s := NewPagerDuty(quiet(start), PagerDutyOptions{
		Clock: clock, RateLimit: 100, Faults: Faults{Share: 1, Kinds: []Fault{RateLimited}, MostInRow: 1},
	})
	web := serve(t, s)
	a := get(t, web.URL+"/users")
	seconds, err := strconv.Atoi(a.header.Get("ratelimit-reset"))
	if a.status != 429 || err != nil || seconds < 1 {
		t.Fatalf("first is %d %v", a.status, a.header)
	}
	if a := get(t, web.URL+"/users"); a.status != 429 {
		t.Errorf("too early is %d", a.status)
	}
	clock.sleep(t, time.Duration(seconds)*time.Second)
	if a := get(t, web.URL+"/users"); a.status != 200 {
		t.Errorf("at the reset is %d", a.status)
	}
	if seen := s.Requests(); seen[0].Early || !seen[1].Early || seen[2].Early || seen[0].Fault != RateLimited {
		t.Errorf("recorded %+v", seen)
	}
}

func (c *Clock) sleep(t *testing.T, d time.Duration) {
	t.Helper()
	if err := c.Sleep(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}
