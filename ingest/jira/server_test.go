package jira

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

const (
	goodToken = "ATATT3x-good_Token=9xK2"
	user      = "bot@example.com"
)

var (
	now   = time.Date(2026, 1, 5, 3, 7, 0, 0, time.UTC)
	since = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
)

var tables = []string{"jira_issues", "jira_histories", "jira_comments", "jira_projects", "jira_statuses"}

// underTest is the source with a server in one of the two deployments.
func underTest(deployment string) sourcetest.Source {
	return sourcetest.Source{
		Tables: tables,
		Token:  goodToken,
		Open: func(t testing.TB, url, token string, clock ingest.Clock) ingest.Source {
			t.Helper()
			s, err := New(config(deployment, func(c *Config) { c.URL, c.Token, c.Clock = url, token, clock }))
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		Serve: func(t testing.TB, c sourcetest.Conditions) *sourcetest.Server {
			t.Helper()
			w := serve(t, random(max(60, c.Objects/2)), sample.JiraOptions{
				Deployment: deployment, RateLimit: c.RateLimit, RateWindow: c.RateWindow, ShortPageShare: 0.2,
				MaxResults: 20, // many pages, of few issues
				Faults:     sample.Faults{Share: c.FaultShare, Seed: 3, StopAfter: c.StopAfter, Between: c.Between},
			})
			return &sourcetest.Server{
				URL: w.URL, Clock: w.clock, Want: w.want, Requests: func() int { return len(w.api().Requests()) },
				Change: w.change, Mend: w.mend,
			}
		},
	}
}

func config(deployment string, change ...func(c *Config)) Config {
	c := Config{Deployment: deployment, Token: goodToken, Projects: []string{"OPS", "PAY", "OR", "WEB_2"}, Since: since, Seed: 1}
	if deployment == Cloud {
		c.User = user
	}
	for _, with := range change {
		with(&c)
	}
	return c
}

func random(issues int) *sample.JiraData {
	return sample.RandomJira(5, sample.JiraRandom{Issues: issues, From: since, To: now.Add(-time.Hour)})
}

// world is a site, its server and the time they share.
type world struct {
	*httptest.Server
	data    *sample.JiraData
	clock   *sample.Clock
	opts    sample.JiraOptions
	handler atomic.Pointer[sample.Jira]
	happens atomic.Uint64
}

func serve(t testing.TB, data *sample.JiraData, opts sample.JiraOptions) *world {
	t.Helper()
	w := &world{data: data, clock: sample.NewClock(now)}
	opts.Clock, opts.Token = w.clock, goodToken
	if opts.Deployment != sample.JiraDataCenter {
		opts.User = user
	}
	w.opts = opts
	w.handler.Store(sample.NewJira(data, opts))
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { w.api().ServeHTTP(out, r) }))
	t.Cleanup(w.Close)
	return w
}

func (w *world) api() *sample.Jira { return w.handler.Load() }

// mend makes a server that stopped for good work again.
func (w *world) mend() {
	opts := w.opts
	opts.Faults = sample.Faults{}
	w.handler.Store(sample.NewJira(w.data, opts))
}

// change is one of the things that happen on a site.
func (w *world) change() {
	w.api().Do(func(d *sample.JiraData) { d.Happen(w.happens.Add(1), w.clock.Now()) })
}

func (w *world) source(t testing.TB, change ...func(c *Config)) *Source {
	t.Helper()
	c := config(w.opts.Deployment, func(c *Config) { c.URL, c.Clock = w.URL, w.clock })
	if c.Deployment == "" {
		c.Deployment, c.User = Cloud, user
	}
	for _, with := range change {
		with(&c)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// want is what a perfect copy holds: what the API sends, less what is cut out of it.
func (w *world) want(table string) map[string]json.RawMessage {
	objects := map[string]json.RawMessage{}
	switch table {
	case "jira_issues":
		asked := strings.Split(strings.TrimSuffix(strings.Join(fields, ","), ",comment"), ",")
		for id, issue := range w.api().Objects("issues", asked...) {
			objects[id] = cutIssue(issue)
		}
	case "jira_histories":
		for id, history := range w.api().Objects("histories") {
			objects[lastPart(id)] = ingest.Without(history, func(name string) bool { return name == "author" || name == "created" })
		}
	case "jira_comments":
		for id, comment := range w.api().Objects("comments") {
			objects[lastPart(id)] = ingest.Without(comment, func(name string) bool {
				return name == "author" || name == "updateAuthor" || name == "body"
			})
		}
	case "jira_projects":
		// By the project's own answer, which says more than the list.
		for id := range w.api().Objects("projects") {
			objects[id] = ask(w, "/rest/api/2/project/"+id)
		}
	default:
		objects = w.api().Objects(strings.TrimPrefix(table, "jira_"))
	}
	return objects
}

// ask asks the server itself, past its faults.
func ask(w *world, path string) json.RawMessage {
	opts := w.opts
	opts.Faults, opts.RateLimit, opts.Token, opts.User = sample.Faults{}, 0, "", ""
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if opts.Deployment == sample.JiraDataCenter {
		r.Header.Set("Authorization", "Bearer x")
	} else {
		r.SetBasicAuth("x", "x")
	}
	out := httptest.NewRecorder()
	sample.NewJira(w.data, opts).ServeHTTP(out, r)
	return out.Body.Bytes()
}

func lastPart(id string) string { return id[strings.LastIndex(id, "/")+1:] }

func cutIssue(issue json.RawMessage) json.RawMessage {
	return ingest.Edit(issue, func(name string, value json.RawMessage) json.RawMessage {
		if name != "fields" {
			return value
		}
		return ingest.Edit(value, func(name string, value json.RawMessage) json.RawMessage {
			keep := ""
			switch name {
			case "creator", "reporter", "assignee":
				keep = "accountId key name"
			case "parent":
				keep = "id"
			default:
				return value
			}
			return ingest.Without(value, func(name string) bool { return !strings.Contains(keep, name) })
		})
	})
}
