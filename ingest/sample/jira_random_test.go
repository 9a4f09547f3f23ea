package sample

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRandomSiteIsTheSameForItsSeed(t *testing.T) {
	text := func(seed uint64) string {
		s, all := NewJira(RandomJira(seed, JiraRandom{Issues: 200, From: start, To: end}), JiraOptions{}), map[string]string{}
		for _, kind := range []string{"issues", "histories", "comments", "users", "projects", "statuses", "fields", "referred_users"} {
			for id, object := range s.Objects(kind) {
				all[kind+id] = string(object)
			}
		}
		return string(encode(all, nil))
	}
	if one := text(1); one != text(1) || one == text(2) {
		t.Error("a site does not follow its seed")
	}
}

func TestRandomSiteHasEverythingOdd(t *testing.T) {
	data := RandomJira(5, JiraRandom{Issues: 60, From: start, To: end})
	s := NewJira(data, JiraOptions{})
	has := map[string]bool{}
	for n, i := range data.Issues {
		text := string(jiraView{s: s, api: "2", fields: selectFields(nil, "*all")}.issue(i))
		done, reopened := 0, false
		for _, h := range i.Changelog {
			for _, item := range h.Items {
				if item.Field == "resolution" && item.To != "" {
					done++
				}
				reopened = reopened || item.Field == "resolution" && item.To == ""
			}
			has["a history without an author"] = has["a history without an author"] || h.Author == nil
			has["a history of an account that is gone"] = has["a history of an account that is gone"] || h.Author != nil && h.Author.IsDeleted
		}
		for what, is := range map[string]bool{
			"over 40 histories": len(i.Changelog) > 40, "over 100 histories": len(i.Changelog) > 100, "over 20 comments": len(i.Comments) > 20,
			"over 100 comments": len(i.Comments) > 100, "reopened": reopened && i.Resolved.IsZero(), "done twice": done > 1,
			"done without a time": i.Status.Category == "done" && i.Resolved.IsZero(), "moved": len(i.OldKeys) > 0, "moved twice": len(i.OldKeys) > 1,
			"unassigned": i.Assignee == nil, "no reporter": i.Reporter == nil, "a parent": i.Parent != nil, "links": len(i.Links) > 0,
			"nobody looked": len(i.Changelog) == 0, "a time in Z": strings.Contains(text, `Z","`), "an unknown field": strings.Contains(text, "x_future"),
			"half a pair": strings.Contains(text, `\ud83d"`), "a script": strings.Contains(text, "script"), "null labels": strings.Contains(text, `"labels":null`),
			"a reserved word": i.Project.Key == "OR", "imported": n > 0 && i.Created.Before(data.Issues[n-1].Created),
		} {
			has[what] = has[what] || is
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%s is no JSON", text)
		}
	}
	has["deleted"] = len(data.Deleted) > 0
	for what, is := range has {
		if !is {
			t.Errorf("nothing has %s", what)
		}
	}
	same := map[time.Time]int{}
	for _, i := range RandomJira(5, JiraRandom{Issues: 2000, From: start, To: end}).Issues {
		same[i.Updated]++
	}
	most := 0
	for _, n := range same {
		most = max(most, n)
	}
	if most < 101 {
		t.Errorf("at most %d issues were changed at once", most)
	}
}

// A history can be followed: what a change says it leaves is what the one before said it came to.
func TestHistoriesOfARandomSiteHoldTogether(t *testing.T) {
	data := RandomJira(9, JiraRandom{Issues: 1000, From: start, To: end})
	for _, i := range data.Issues {
		at, status := time.Time{}, ""
		for _, h := range i.Changelog {
			if h.Created.Before(at) || h.Created.After(i.Updated) {
				t.Fatalf("%s: a history of %s after one of %s, updated %s", i.Key, h.Created, at, i.Updated)
			}
			at = h.Created
			for _, item := range h.Items {
				if item.Field == "status" {
					if status != "" && item.From != status {
						t.Fatalf("%s: from %s after to %s", i.Key, item.From, status)
					}
					status = item.To
				}
			}
		}
		if status != "" && status != number(i.Status.ID) {
			t.Errorf("%s has the status %d, its history ends with %s", i.Key, i.Status.ID, status)
		}
		if i.Resolved.IsZero() && i.Resolution != "" || !i.Resolved.IsZero() && i.Status.Category != "done" {
			t.Errorf("%s: resolved %s %q in %s", i.Key, i.Resolved, i.Resolution, i.Status.Name)
		}
	}
}

const archived = `{
	"id": "147250", "key": "AC-101",
	"fields": {
		"project": {"id": "12217", "key": "AC", "name": "INBOX"},
		"status": {"id": "5", "name": "Resolved", "statusCategory": {"id": 3, "key": "done"}},
		"created": "2015-04-24T12:04:05.000+0000", "updated": "2015-05-12T21:25:49.000+0000", "resolutiondate": "2015-05-12T21:25:49Z",
		"reporter": {"name": "ben", "key": "ben", "displayName": "Ben", "active": false, "timeZone": "Europe/Berlin"}, "labels": [], "odd": {"b": 1, "a": [null]},
		"comment": {"total": 2, "comments": [
			{"id": "2", "author": {"name": "eve", "key": "eve", "displayName": "Eve"}, "body": "later", "created": "2015-05-12T21:24:39.000+0000"},
			{"id": "1", "author": {"name": "eve", "key": "eve", "displayName": "Eve"}, "body": "first", "created": "2015-05-11T21:24:39.000+0000"}
		]}
	},
	"changelog": {"histories": [{"id": "7", "created": "2015-05-12T21:25:49.000+0000", "odd": true, "items": []}]}
}`

func TestAnArchiveIsServedAsItCame(t *testing.T) {
	data, err := JiraFromJSON(slices.Values([]json.RawMessage{json.RawMessage(archived)}))
	if err != nil {
		t.Fatal(err)
	}
	if len(data.Users) != 2 || !data.Users[0].IsInactive || len(data.Projects) != 1 || data.Statuses[0].Category != "done" {
		t.Errorf("%+v", data)
	}
	web := jiraServe(t, NewJira(data, JiraOptions{Deployment: JiraDataCenter}))
	a := jiraGet(t, web.URL+"/rest/api/2/search?"+values("jql", `project = AC AND created < "2015-04-24 12:05"`, "fields", "*all", "expand", "changelog"), "Authorization", dcLogin)
	if a.Total != 1 {
		t.Fatalf("search is %d %s", a.status, a.body)
	}
	i := a.Issues[0]
	if i.ID != "147250" || i.Key != "AC-101" || string(i.Fields["odd"]) != `{"b":1,"a":[null]}` || string(i.Fields["resolutiondate"]) != `"2015-05-12T21:25:49Z"` {
		t.Errorf("the issue is %s", a.body)
	}
	if h := i.Changelog.Histories; len(h) != 1 || !bytes.Contains(h[0], []byte(`"odd":true`)) {
		t.Errorf("the histories are %s", h)
	}
	comments := jiraGet(t, web.URL+"/rest/api/2/issue/AC-101/comment", "Authorization", dcLogin)
	if comments.Total != 2 || idOf(t, comments.Comments[0]) != "1" {
		t.Errorf("comments are %s", comments.body)
	}
	for _, broken := range []string{`{`, `{"id": "x"}`, `{"id": "1", "key": "A-1", "fields": {"created": "yesterday"}}`} {
		if _, err := JiraFromJSON(slices.Values([]json.RawMessage{json.RawMessage(broken)})); err == nil {
			t.Errorf("no error in %s", broken)
		}
	}
}
