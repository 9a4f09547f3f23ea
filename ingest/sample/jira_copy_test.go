package sample

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// jiraCopier reads a site with no more than the documentation knows: pages by token or offset, an overlap for the lag,
// changelogs and comments beside the search, a sweep for what was deleted, retries, and waits for what the server asks.
type jiraCopier struct {
	t     *testing.T
	web   *httptest.Server
	clock *Clock
	cloud bool

	issues, histories, comments map[string]json.RawMessage
	again                       int // issues that came more than once
}

// copied are the fields that change only with the time of the issue's last update: other issues shown in one do not.
const copied = "*all,-comment,-issuelinks,-subtasks,-parent"

func (c *jiraCopier) ask(path, body string) jiraAnswer {
	c.t.Helper()
	login := cloudLogin
	if !c.cloud {
		login = dcLogin
	}
	for range 6 {
		a, err := jiraAsk(c.t, c.web.URL+path, body, "Authorization", login)
		if err == nil && (a.status == 200 || a.status == 400 || a.status == 404) {
			return a
		}
		seconds, err := strconv.Atoi(a.header.Get("Retry-After"))
		if err != nil {
			seconds = 1
		}
		c.clock.sleep(c.t, time.Duration(seconds)*time.Second)
	}
	c.t.Fatalf("no answer to %s", path)
	return jiraAnswer{}
}

// each reads all issues that a query finds, a page at a time.
func (c *jiraCopier) each(jql, fields string, page func(issues []jiraIssueSeen)) {
	c.t.Helper()
	for token, start := "", 0; ; {
		var a jiraAnswer
		if c.cloud {
			a = c.ask(cloudSearch(jql, "fields", fields, "maxResults", "100", "nextPageToken", token), "")
		} else {
			a = c.ask("/rest/api/2/search?"+values("jql", jql, "fields", fields, "maxResults", "100", "startAt", number(start), "expand", "changelog"), "")
		}
		if a.status != 200 {
			c.t.Fatalf("%s is %d %s", jql, a.status, a.body)
		}
		page(a.Issues)
		token = a.NextPageToken
		start += max(1, len(a.Issues)-20) // pages shift: overlap
		if c.cloud && token == "" || !c.cloud && start >= a.Total {
			return
		}
	}
}

// since copies what was updated since a time.
func (c *jiraCopier) since(t time.Time) {
	c.each(fmt.Sprintf("updated >= %d ORDER BY updated ASC", t.UnixMilli()), copied, func(issues []jiraIssueSeen) {
		var ids []string
		for _, i := range issues {
			if c.issues[i.ID] != nil {
				c.again++
			}
			ids = append(ids, `"`+i.ID+`"`)
			c.issues[i.ID] = encode(i.Fields, nil)
			c.list(i.ID, "comment", c.comments)
			if !c.cloud {
				for _, h := range i.Changelog.Histories {
					c.histories[i.ID+"/"+idOf(c.t, h)] = h
				}
			}
		}
		if c.cloud && len(ids) > 0 {
			c.bulk(strings.Join(ids, ","))
		}
	})
}

func (c *jiraCopier) bulk(ids string) {
	for token := ""; ; {
		a := c.ask("/rest/api/3/changelog/bulkfetch", `{"issueIdsOrKeys": [`+ids+`], "nextPageToken": "`+token+`"}`)
		for _, log := range a.IssueChangeLogs {
			for _, h := range log.ChangeHistories {
				c.histories[log.IssueID+"/"+idOf(c.t, h)] = h
			}
		}
		if token = a.NextPageToken; token == "" {
			return
		}
	}
}

// list reads all of what an issue has, in place of what was read of it before.
func (c *jiraCopier) list(id, what string, into map[string]json.RawMessage) {
	for name := range into {
		if strings.HasPrefix(name, id+"/") {
			delete(into, name)
		}
	}
	for start := 0; ; {
		a := c.ask("/rest/api/2/issue/"+id+"/"+what+"?maxResults=100&startAt="+number(start), "")
		for _, object := range a.Comments {
			into[id+"/"+idOf(c.t, object)] = object
		}
		start += len(a.Comments)
		if start >= a.Total || len(a.Comments) == 0 {
			return
		}
	}
}

// sweep forgets what is not there any more.
func (c *jiraCopier) sweep() {
	there := map[string]bool{}
	c.each("created >= 2000-01-01 ORDER BY created ASC", "id", func(issues []jiraIssueSeen) {
		for _, i := range issues {
			there[i.ID] = true
		}
	})
	for _, kind := range []map[string]json.RawMessage{c.issues, c.histories, c.comments} {
		for name := range kind {
			if id, _, _ := strings.Cut(name, "/"); !there[id] {
				delete(kind, name)
			}
		}
	}
}

func TestWholeSiteArrivesByTheDocumentedWay(t *testing.T) {
	for _, deployment := range []string{JiraCloud, JiraDataCenter} {
		t.Run(deployment, func(t *testing.T) {
			clock, quiet := NewClock(end), false
			var s *Jira
			s = NewJira(RandomJira(3, JiraRandom{Issues: 700, From: start, To: end}), JiraOptions{
				Deployment: deployment, Clock: clock, Token: "secret", RateLimit: 60, RateWindow: 2 * time.Second, Lag: 30 * time.Second, ShortPageShare: 0.3,
				Faults: Faults{Share: 0.2, Seed: 4, Between: func(n int) {
					if n%20 == 0 && !quiet {
						s.Do(func(d *JiraData) { d.Happen(uint64(n/20), clock.Now()) })
					}
				}},
			})
			c := &jiraCopier{
				t: t, web: jiraServe(t, s), clock: clock, cloud: deployment == JiraCloud, issues: map[string]json.RawMessage{},
				histories: map[string]json.RawMessage{}, comments: map[string]json.RawMessage{},
			}
			c.since(start)
			quiet = true
			clock.sleep(t, 30*time.Second)
			c.since(end.Add(-time.Minute))
			c.sweep()
			same(t, "issues", c.issues, fieldsOf(t, s.Objects("issues", strings.Split(copied, ",")...)))
			same(t, "comments", c.comments, s.Objects("comments"))
			kind := "histories"
			if c.cloud {
				kind = "bulk_histories"
			}
			same(t, kind, c.histories, s.Objects(kind))
			checkTraffic(t, s, c.again)
		})
	}
}

// fieldsOf returns the fields of issues in the form in which the copier keeps them.
func fieldsOf(t *testing.T, issues map[string]json.RawMessage) map[string]json.RawMessage {
	t.Helper()
	for id, text := range issues {
		var i jiraIssueSeen
		if err := json.Unmarshal(text, &i); err != nil {
			t.Fatal(err)
		}
		issues[id] = encode(i.Fields, nil)
	}
	return issues
}

func checkTraffic(t *testing.T, s *Jira, again int) {
	t.Helper()
	faults := map[Fault]int{}
	for _, r := range s.Requests() {
		faults[r.Fault]++
		if r.Early {
			t.Errorf("a request to %s before the reset", r.Path)
		}
	}
	for _, f := range AllFaults {
		if faults[f] == 0 {
			t.Errorf("no fault %s", f)
		}
	}
	if again == 0 || len(s.data.Deleted) < 8 {
		t.Errorf("%d issues came again, %d were deleted", again, len(s.data.Deleted))
	}
}
