package pagerduty

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

// before answers some paths itself and leaves the others to the server.
func (w *world) before(t testing.TB, answer func(out http.ResponseWriter, r *http.Request) bool) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if !answer(out, r) {
			w.api().ServeHTTP(out, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestOneStreamThatMayNotBeReadLeavesTheOthers(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 60, since, now), sample.PagerDutyOptions{})
	url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/schedules": // an answer that repeats the secret
			out.Header().Set("Content-Type", "application/json")
			out.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(out, `{"error":{"code":2010,"message":"Access Denied for %s"}}`, r.Header.Get("Authorization"))
		case r.URL.Path == "/priorities": // switched off
			out.WriteHeader(http.StatusNotFound)
		case strings.HasPrefix(r.URL.Path, "/teams"): // not in the plan
			out.WriteHeader(http.StatusPaymentRequired)
		default:
			return false
		}
		return true
	})
	db := sourcetest.Warehouse(t)
	s := w.source(t, func(c *Config) { c.URL = url })
	_, err := ingest.Run(t.Context(), db, s, ingest.Options{Clock: w.clock})
	if !errors.Is(err, ingest.ErrRefused) || !errors.Is(err, ingest.ErrIncomplete) {
		t.Fatalf("want refused and incomplete, got %v", err)
	}
	if !strings.Contains(err.Error(), "pagerduty: schedules: ") || strings.Contains(err.Error(), goodToken) {
		t.Errorf("want the stream and not the token: %v", err)
	}
	if left := sourcetest.Incomplete(t, db); len(left) != 1 || left[0] != "schedules" {
		t.Errorf("incomplete: %v", left)
	}
	w.copied(t, db, "pagerduty_incidents", "pagerduty_log_entries", "pagerduty_oncalls")
}

func TestErrorsNameStreamAndWindow(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 60, since, now), sample.PagerDutyOptions{})
	url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/incidents" {
			return false
		}
		out.WriteHeader(http.StatusInternalServerError)
		return true
	})
	s := w.source(t, func(c *Config) { c.URL = url })
	_, err := ingest.Run(t.Context(), sourcetest.Warehouse(t), s, ingest.Options{Clock: w.clock})
	if err == nil || !strings.Contains(err.Error(), "pagerduty: incidents 2025-11-10..2025-12-10: ") || !strings.Contains(err.Error(), "500") {
		t.Errorf("got %v", err)
	}
	if !errors.Is(err, ingest.ErrIncomplete) {
		t.Errorf("want incomplete: %v", err)
	}
}

// Whoever leaves while the list is read moves all after them one place up, over the border of the page.
func TestListThatShrinksBetweenPagesHidesNobody(t *testing.T) {
	data := sample.RandomPagerDuty(5, 20, since, now)
	for n := range 450 {
		data.Users = append(data.Users, &sample.PagerDutyUser{ID: data.NewID("P", 7), Name: fmt.Sprintf("Person %03d", n)})
	}
	deletions := 0
	var w *world
	w = serve(t, data, sample.PagerDutyOptions{Faults: sample.Faults{Between: func(n int) {
		if n > 0 && n < 4 {
			w.api().Do(func(d *sample.PagerDutyData) { d.DeleteUser(d.Users[0].ID, now) })
			deletions++
		}
	}}})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	w.copied(t, db, "pagerduty_users")
	if deletions != 3 {
		t.Errorf("%d deletions", deletions)
	}
}

func TestListThatNeverStandsStillEnds(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 20, since, now), sample.PagerDutyOptions{})
	n := 0
	url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/users" {
			return false
		}
		n++
		fmt.Fprintf(out, `{"users":[{"id":"A%d"},{"id":"B%d"}],"limit":2,"offset":0,"more":true}`, n, n)
		return true
	})
	_, err := ingest.Run(t.Context(), sourcetest.Warehouse(t), w.source(t, func(c *Config) { c.URL = url }), ingest.Options{Clock: w.clock})
	if !errors.Is(err, errMoved) || n > 20 {
		t.Errorf("after %d requests: %v", n, err)
	}
}

func TestConfigFaultsHoldNoToken(t *testing.T) {
	good := Config{Token: goodToken, Since: since}
	for name, with := range map[string]func(c *Config){
		"token": func(c *Config) { c.Token = goodToken + "\n" },
		"url":   func(c *Config) { c.URL = "https://user:" + goodToken + "@example.com" },
		"since": func(c *Config) { c.Since = time.Time{} },
	} {
		c := good
		with(&c)
		_, err := New(c)
		if err == nil || !strings.Contains(err.Error(), "pagerduty: "+name) || strings.Contains(err.Error(), goodToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, url := range []string{"example.com", "ftp://example.com", "https://example.com?token=x", "https://"} {
		c := good
		c.URL = url
		if _, err := New(c); err == nil {
			t.Errorf("%s was taken", url)
		}
	}
}

func TestBearerTokenGoesToTheHostThatWasConfigured(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 20, since, now), sample.PagerDutyOptions{})
	var agent, authorization string
	url := w.before(t, func(_ http.ResponseWriter, r *http.Request) bool {
		agent, authorization = r.UserAgent(), r.Header.Get("Authorization")
		return false
	})
	run(t, sourcetest.Warehouse(t), w.source(t, func(c *Config) { c.URL, c.OAuth, c.UserAgent, c.Parallel = url+"/", true, "fewhands/1.2", 1 }))
	if agent != "fewhands/1.2 go-pagerduty/1.8.0" || authorization != "Bearer "+goodToken {
		t.Errorf("agent %q, authorization %q", agent, authorization)
	}
}
