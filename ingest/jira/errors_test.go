package jira

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

// before answers some requests itself and leaves the others to the server.
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

func reply(out http.ResponseWriter, status int, body string) bool {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	_, _ = io.WriteString(out, body)
	return true
}

func ends(t testing.TB, w *world, s *Source) error {
	t.Helper()
	_, err := ingest.Run(t.Context(), sourcetest.Warehouse(t), s, ingest.Options{Clock: w.clock})
	if err == nil {
		t.Fatal("no error")
	}
	return err
}

func TestExpiredTokenIsRefusedAlthoughTheAnswerIs200(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		w := serve(t, random(60), sample.JiraOptions{Deployment: deployment})
		w.api().Expire()
		err := ends(t, w, w.source(t))
		if !errors.Is(err, ingest.ErrRefused) || errors.Is(err, ingest.ErrIncomplete) || !strings.Contains(err.Error(), "jira: site: myself: ") {
			t.Errorf("got %v", err)
		}
	})
}

// Half-way, what an expired token is answered looks like a site without issues: nothing must be taken for deleted.
func TestTokenThatExpiresHalfWayDeletesNothing(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		w := serve(t, random(200), sample.JiraOptions{Deployment: deployment, MaxResults: 20})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		w.night(t)
		requests := 0
		url := w.before(t, func(http.ResponseWriter, *http.Request) bool {
			if requests++; requests == 9 { // after what is asked of the site
				w.api().Expire()
			}
			return false
		})
		_, err := ingest.Run(t.Context(), db, w.source(t, func(c *Config) { c.URL, c.Parallel = url, 1 }), ingest.Options{Clock: w.clock})
		if !errors.Is(err, ingest.ErrRefused) {
			t.Errorf("want refused, got %v", err)
		}
		var gone int
		scan(t, db, "SELECT count(*) FROM raw.jira_issues WHERE gone_at IS NOT NULL", nil, &gone)
		if gone != 0 {
			t.Errorf("%d issues are gone", gone)
		}
	})
}

func TestWrongDeploymentNamesTheKey(t *testing.T) {
	w := serve(t, random(60), sample.JiraOptions{})
	url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
		r.SetBasicAuth(user, goodToken) // a site that takes either
		return false
	})
	s, err := New(config(DataCenter, func(c *Config) { c.URL, c.Clock = url, w.clock }))
	if err != nil {
		t.Fatal(err)
	}
	if err := ends(t, w, s); !strings.Contains(err.Error(), "jira.deployment: the site says that it is cloud, not datacenter") {
		t.Errorf("got %v", err)
	}
}

func TestTokensThatRepeatEnd(t *testing.T) {
	w := serve(t, random(60), sample.JiraOptions{})
	url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/search/jql") && reply(out, 200, `{"issues":[],"nextPageToken":"again","isLast":false}`)
	})
	if err := ends(t, w, w.source(t, func(c *Config) { c.URL = url })); !strings.Contains(err.Error(), "a page token came twice") {
		t.Errorf("got %v", err)
	}
}

func TestErrorsNameStreamProjectAndIssueAndHoldNoSecret(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		for _, test := range []struct {
			name, path, want string
			answer           func(r *http.Request) (int, string)
		}{
			{"a query refused", "/search", "jira: issues of OPS: query refused: answered 400: Field 'x' does not exist",
				func(*http.Request) (int, string) {
					return 400, `{"errorMessages":["Field 'x' does not exist"],"errors":{}}`
				}},
			{"a page of HTML", "/status", "jira: statuses: answered 418",
				func(*http.Request) (int, string) { return 418, strings.Repeat("<html>", 10_000) }},
			{"an error that repeats the secret", "/search", "jira: issues of OPS: answered 409: [secret]",
				func(r *http.Request) (int, string) {
					_, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
					return 409, fmt.Sprintf(`{"errorMessages":[%q]}`, given)
				}},
			{"no list", "/search", "jira: issues of OPS: an answer without a list of issues",
				func(*http.Request) (int, string) { return 200, `{"issues":null,"total":0}` }},
			{"an issue without times", "/search", "jira: issues of OPS: issue 7: ",
				func(*http.Request) (int, string) {
					return 200, `{"total":1,"issues":[{"id":"7","key":"OPS-7","fields":{"created":null,"updated":"soon"}}]}`
				}},
			{"an issue without an id", "/search", "jira: issues of OPS: an issue without an id",
				func(*http.Request) (int, string) { return 200, `{"total":1,"issues":[{"fields":{}}]}` }},
			{"a history without a time", "/search", "jira: issues of OPS: issue 7: history 8: created: no time",
				func(*http.Request) (int, string) {
					return 200, `{"total":1,"issues":[{"id":"7","fields":{"created":"2025-01-01T00:00:00Z","updated":"2025-01-01T00:00:00Z",
						"comment":{"total":0,"comments":[]}},"changelog":{"total":1,"histories":[{"id":8}]}}]}`
				}},
		} {
			w := serve(t, random(60), sample.JiraOptions{Deployment: deployment})
			url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, test.path) {
					return false
				}
				status, body := test.answer(r)
				return reply(out, status, body)
			})
			err := ends(t, w, w.source(t, func(c *Config) { c.URL = url }))
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), goodToken) || len(err.Error()) > 3_000 {
				t.Errorf("%s: got %.2000v\nwant %s", test.name, err, test.want)
			}
			if !errors.Is(err, ingest.ErrIncomplete) {
				t.Errorf("%s: want incomplete: %v", test.name, err)
			}
		}
	})
}

func TestConfigFaults(t *testing.T) {
	for want, change := range map[string]func(c *Config){
		"url":        func(c *Config) { c.URL = "jira.example.com" },
		"deployment": func(c *Config) { c.Deployment = "server" },
		"user":       func(c *Config) { c.User = "" },
		"token":      func(c *Config) { c.Token = "a b" },
		"projects":   func(c *Config) { c.Projects = nil },
		"since":      func(c *Config) { c.Since = c.Since.AddDate(-2023, -5, 0) },
	} {
		_, err := New(config(Cloud, func(c *Config) { c.URL = "https://example.atlassian.net" }, change))
		if err == nil || !strings.HasPrefix(err.Error(), "jira: "+want+": ") {
			t.Errorf("want a fault of %s, got %v", want, err)
		}
	}
}

// A site under a path, as Data Centers often are.
func TestSiteUnderAPath(t *testing.T) {
	w := serve(t, random(60), sample.JiraOptions{Deployment: DataCenter})
	outer := httptest.NewServer(http.StripPrefix("/jira", http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { w.api().ServeHTTP(out, r) })))
	defer outer.Close()
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t, func(c *Config) { c.URL = outer.URL + "/jira/" }))
	w.copied(t, db)
}
