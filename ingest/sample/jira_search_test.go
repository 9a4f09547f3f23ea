package sample

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSearchGivesIDsAloneUnlessFieldsAreAskedFor(t *testing.T) {
	web := jiraServe(t, NewJira(randomJira(60), JiraOptions{}))
	plain := jiraGet(t, web.URL+cloudSearch("project = OPS"))
	if i := plain.Issues[0]; i.ID == "" || i.Key != "" || i.Fields != nil {
		t.Errorf("without fields %s", plain.body)
	}
	some := jiraGet(t, web.URL+cloudSearch("project = OPS", "fields", "summary,status"))
	if i := some.Issues[0]; len(i.Fields) != 2 || i.Key == "" {
		t.Errorf("with two fields %s", some.body)
	}
	if all := jiraGet(t, web.URL+cloudSearch("project = OPS", "fields", "*all")); all.Issues[0].Fields["comment"] == nil || all.Issues[0].Changelog != nil {
		t.Errorf("with all fields %.500s", all.body)
	}
	most := jiraGet(t, web.URL+cloudSearch("project = OPS", "fields", "*navigable,-summary"))
	if f := most.Issues[0].Fields; f["comment"] != nil || f["summary"] != nil || f["status"] == nil {
		t.Errorf("with the navigable fields %.500s", most.body)
	}
}

func TestPagesEndWithoutATokenAndNotBefore(t *testing.T) {
	data := randomJira(2000)
	web := jiraServe(t, NewJira(data, JiraOptions{ShortPageShare: 0.5}))
	seen, tokens := map[string]int{}, map[string]bool{}
	short, empty, token := 0, 0, ""
	for {
		a := jiraGet(t, web.URL+cloudSearch("created > 2000-01-01 ORDER BY updated ASC", "fields", "summary", "maxResults", "1000", "nextPageToken", token))
		if a.status != 200 || len(a.Issues) > 100 || a.IsLast != (a.NextPageToken == "") {
			t.Fatalf("a page is %d with %d issues, last %v, token %q", a.status, len(a.Issues), a.IsLast, a.NextPageToken)
		}
		for _, i := range a.Issues {
			seen[i.ID]++
		}
		if token = a.NextPageToken; token == "" {
			break
		}
		if tokens[token] {
			t.Fatal("a token comes twice")
		}
		tokens[token] = true
		if len(a.Issues) < 100 {
			short++
		}
		if len(a.Issues) == 0 {
			empty++
		}
	}
	if len(seen) != 2000 || short < 5 || empty < 2 {
		t.Errorf("%d issues, %d short pages, %d of them empty", len(seen), short, empty)
	}
	for id, times := range seen {
		if times > 1 {
			t.Errorf("%s came %d times", id, times)
		}
	}
	if ids := jiraGet(t, web.URL+cloudSearch("created > 2000-01-01", "fields", "id", "maxResults", "5000")); len(ids.Issues) < 500 {
		t.Errorf("%d ids on a page", len(ids.Issues))
	}
}

func TestTokensAreBoundToTheirQueryAndExpire(t *testing.T) {
	clock := NewClock(end)
	web := jiraServe(t, NewJira(randomJira(300), JiraOptions{Clock: clock, TokenLife: time.Minute}))
	token := jiraGet(t, web.URL+cloudSearch("project = OPS")).NextPageToken
	status := func(jql, token string) int {
		return jiraGet(t, web.URL+cloudSearch(jql, "nextPageToken", token)).status
	}
	if got := []int{status("project = OPS", token), status("project = PAY", token), status("project = OPS", "AAAA"), status("project = OPS", "%")}; !slices.Equal(got, []int{200, 400, 400, 400}) {
		t.Errorf("its own query, another, no token, no base64: %v", got)
	}
	clock.sleep(t, time.Minute+time.Second)
	if got := status("project = OPS", token); got != 400 {
		t.Errorf("an old token is %d", got)
	}
	for _, most := range []string{"0", "-1", "5001"} {
		if a := jiraGet(t, web.URL+cloudSearch("project = OPS", "maxResults", most)); a.status != 400 {
			t.Errorf("maxResults %s is %d", most, a.status)
		}
	}
}

func TestSearchByPostIsTheSame(t *testing.T) {
	s := NewJira(randomJira(60), JiraOptions{})
	web := jiraServe(t, s)
	get := jiraGet(t, web.URL+cloudSearch("project = OPS", "fields", "summary", "expand", "changelog"))
	post, err := jiraAsk(t, web.URL+"/rest/api/2/search/jql", `{"jql": "project = OPS", "fields": ["summary"], "expand": "changelog"}`)
	if err != nil || post.status != 200 || post.body != get.body {
		t.Errorf("%v %d %.200s, want %.200s", err, post.status, post.body, get.body)
	}
	if seen := s.Requests()[1]; !strings.Contains(string(seen.Body), "project = OPS") {
		t.Errorf("recorded %+v", seen)
	}
	for _, c := range []struct {
		body   string
		header []string
		want   int
	}{
		{`{"jql": 5}`, nil, 400}, {`{"jql": "project = OPS", "expand": ["changelog"]}`, nil, 400},
		{`{}`, []string{"Content-Type", "text/plain"}, 415}, {`{}`, []string{"User-Agent", "Mozilla/5.0"}, 403},
	} {
		if a, err := jiraAsk(t, web.URL+"/rest/api/2/search/jql", c.body, c.header...); err != nil || a.status != c.want {
			t.Errorf("%s %v is %d %v, want %d", c.body, c.header, a.status, err, c.want)
		}
	}
}

// long returns the issue with the longest changelog, and the one with most comments.
func long(data *JiraData) (histories, comments *JiraIssue) {
	return slices.MaxFunc(data.Issues, func(a, b *JiraIssue) int { return len(a.Changelog) - len(b.Changelog) }),
		slices.MaxFunc(data.Issues, func(a, b *JiraIssue) int { return len(a.Comments) - len(b.Comments) })
}

func TestChangelogsAndCommentsAreClippedOnCloudAndWholeOnDataCenter(t *testing.T) {
	data := randomJira(60)
	churned, talked := long(data)
	if len(churned.Changelog) <= 100 || len(talked.Comments) <= 100 {
		t.Fatalf("only %d histories, %d comments", len(churned.Changelog), len(talked.Comments))
	}
	cloud := jiraServe(t, NewJira(data, JiraOptions{}))
	embedded := jiraGet(t, cloud.URL+cloudSearch("key = "+churned.Key, "fields", "comment", "expand", "changelog")).Issues[0].Changelog
	if len(embedded.Histories) != 40 || embedded.Total != len(churned.Changelog) || idOf(t, embedded.Histories[0]) != number(churned.Changelog[len(churned.Changelog)-1].ID) {
		t.Errorf("%d of %d histories", len(embedded.Histories), embedded.Total)
	}
	text := string(jiraGet(t, cloud.URL+cloudSearch("key = "+talked.Key, "fields", "comment")).Issues[0].Fields["comment"])
	if strings.Count(text, `"body"`) != 20 || !strings.Contains(text, `"total":`+number(len(talked.Comments))) {
		t.Errorf("comments %.300s", text)
	}
	dc := jiraServe(t, NewJira(data, JiraOptions{Deployment: JiraDataCenter}))
	whole := jiraGet(t, dc.URL+"/rest/api/2/search?"+values("jql", "key = "+churned.Key, "expand", "changelog", "fields", "comment"), "Authorization", dcLogin)
	if c := whole.Issues[0].Changelog; len(c.Histories) != len(churned.Changelog) || idOf(t, c.Histories[0]) != number(churned.Changelog[0].ID) {
		t.Errorf("Data Center has %d of %d histories", len(c.Histories), c.Total)
	}
}

func TestChangelogsAndCommentsComeInPages(t *testing.T) {
	data := randomJira(60)
	churned, talked := long(data)
	web := jiraServe(t, NewJira(data, JiraOptions{}))
	for of, want := range map[string]int{churned.Key + "/changelog": len(churned.Changelog), number(talked.ID) + "/comment": len(talked.Comments)} {
		got := map[string]bool{}
		for start := 0; start < want; start += 100 {
			a := jiraGet(t, web.URL+"/rest/api/2/issue/"+of+"?maxResults=1000&startAt="+number(start))
			page := append(a.Values, a.Comments...)
			if len(page) > 100 || a.Total != want || len(a.Values) > 0 && a.IsLast != (start+len(page) == want) {
				t.Errorf("%s: a page of %d, total %d, last %v", of, len(page), a.Total, a.IsLast)
			}
			for _, object := range page {
				got[idOf(t, object)] = true
			}
		}
		if len(got) != want {
			t.Errorf("%s: %d, want %d", of, len(got), want)
		}
	}
}

func TestBulkChangelogs(t *testing.T) {
	data := randomJira(60)
	s := NewJira(data, JiraOptions{})
	web := jiraServe(t, s)
	var keys []string
	for _, i := range data.Issues {
		keys = append(keys, `"`+i.Key+`"`)
	}
	ids := `"issueIdsOrKeys": ["OPS-99999", ` + strings.Join(keys, ",") + `]`
	got, token, pages := map[string]string{}, "", 0
	for {
		a, err := jiraAsk(t, web.URL+"/rest/api/3/changelog/bulkfetch", `{`+ids+`, "maxResults": 100, "nextPageToken": "`+token+`"}`)
		if err != nil || a.status != 200 {
			t.Fatalf("%v %d %s", err, a.status, a.body)
		}
		for _, log := range a.IssueChangeLogs {
			for _, h := range log.ChangeHistories {
				got[log.IssueID+"/"+idOf(t, h)] = string(h)
			}
		}
		pages++
		if token = a.NextPageToken; token == "" {
			break
		}
	}
	want := s.Objects("bulk_histories")
	if len(got) != len(want) || pages < 4 {
		t.Errorf("%d histories on %d pages, want %d", len(got), pages, len(want))
	}
	for id, text := range got {
		if text != string(want[id]) || !strings.Contains(text, `"created":17`) {
			t.Fatalf("%s is %s, want %s", id, text, want[id])
		}
	}
	one, _ := jiraAsk(t, web.URL+"/rest/api/3/changelog/bulkfetch", `{`+ids+`, "fieldIds": ["status"]}`)
	if strings.Contains(one.body, `"assignee"`) || !strings.Contains(one.body, `"fieldId":"status"`) {
		t.Errorf("histories of one field: %.300s", one.body)
	}
	many := strings.Repeat(`"1",`, 1000) + `"1"`
	for _, body := range []string{`{}`, `{"issueIdsOrKeys": [` + many + `]}`, `{` + ids + `, "fieldIds": ["a","b","c","d","e","f","g","h","i","j","k"]}`, `{` + ids + `, "maxResults": 10001}`, `[]`} {
		if a, err := jiraAsk(t, web.URL+"/rest/api/3/changelog/bulkfetch", body); err != nil || a.status != 400 {
			t.Errorf("%.60s is %d %v", body, a.status, err)
		}
	}
}

func TestSearchLagsAndDirectReadsDoNot(t *testing.T) {
	clock := NewClock(end)
	data := randomJira(60)
	s := NewJira(data, JiraOptions{Clock: clock, Lag: time.Minute})
	web := jiraServe(t, s)
	talked, gone, moved := data.Issues[0], data.Issues[1], data.Issues[2]
	var made *JiraIssue
	oldKey, goneID := moved.Key, number(gone.ID)
	s.Do(func(d *JiraData) {
		d.Comment(talked, end, d.Users[0], "Late")
		d.Delete(gone)
		d.Move(moved, end, d.Users[0], d.Projects[3])
		made = d.Create(d.Projects[0], "Task", end, d.Users[0], "New")
	})
	jql := `updated >= "2000-01-01 00:00" ORDER BY updated DESC`
	found := func(more ...string) map[string]string {
		keys := map[string]string{}
		for _, i := range jiraGet(t, web.URL+cloudSearch(jql, append([]string{"fields", "key", "maxResults", "100"}, more...)...)).Issues {
			keys[i.ID] = i.Key
		}
		return keys
	}
	before := found()
	if before[number(made.ID)] != "" || before[number(moved.ID)] != oldKey || before[goneID] != "" {
		t.Errorf("before the lag is over search finds %v", before)
	}
	recent := `updated >= "2026-07-05 00:00" AND key = ` + talked.Key
	if a := jiraGet(t, web.URL+cloudSearch(recent)); len(a.Issues) != 0 {
		t.Errorf("the comment shows in search at once: %s", a.body)
	}
	if a := jiraGet(t, web.URL+cloudSearch(recent, "reconcileIssues", number(talked.ID))); len(a.Issues) != 1 {
		t.Errorf("an issue to reconcile lags: %s", a.body)
	}
	direct := jiraGet(t, web.URL+"/rest/api/2/issue/"+talked.Key+"/comment")
	if direct.Total != len(talked.Comments) || !strings.Contains(direct.body, "Late") || jiraGet(t, web.URL+"/rest/api/2/issue/"+made.Key).status != 200 ||
		jiraGet(t, web.URL+"/rest/api/2/issue/"+goneID).status != 404 {
		t.Errorf("direct reads lag: %d comments", direct.Total)
	}
	clock.sleep(t, time.Minute)
	after := found()
	if after[number(made.ID)] != made.Key || after[number(moved.ID)] != moved.Key || moved.Key == oldKey {
		t.Errorf("after the lag search finds %v", after)
	}
	if a := jiraGet(t, web.URL+cloudSearch(recent)); len(a.Issues) != 1 {
		t.Errorf("the comment does not show in search: %s", a.body)
	}
}

func TestDataCenterPagesByOffset(t *testing.T) {
	data := randomJira(2500)
	s := NewJira(data, JiraOptions{Deployment: JiraDataCenter, MostStartAt: 2200})
	web := jiraServe(t, s)
	page := func(more ...string) jiraAnswer {
		return jiraGet(t, web.URL+"/rest/api/2/search?"+values(append([]string{"jql", "ORDER BY created"}, more...)...), "Authorization", dcLogin)
	}
	if a := page(); a.status != 200 || len(a.Issues) != 50 || a.MaxResults != 50 || a.Total != 2500 || a.Issues[0].Fields["comment"] != nil || a.Issues[0].Fields["status"] == nil {
		t.Errorf("the default page has %d of %d issues", len(a.Issues), a.Total)
	}
	if a := page("maxResults", "5000", "startAt", "1000", "fields", "summary"); len(a.Issues) != 1000 || a.MaxResults != 1000 || a.StartAt != 1000 {
		t.Errorf("the largest page has %d issues, and says %d", len(a.Issues), a.MaxResults)
	}
	if a := page("maxResults", "0"); len(a.Issues) != 0 || a.Total != 2500 {
		t.Errorf("a page of none has %d issues, total %d", len(a.Issues), a.Total)
	}
	if a := page("startAt", "2151"); a.status != 400 || !strings.Contains(a.body, "Result window is too large") {
		t.Errorf("beyond the window is %d %s", a.status, a.body)
	}
	first := page("maxResults", "11", "fields", "summary").Issues
	s.Do(func(d *JiraData) { d.Delete(d.Issue(first[0].Key)) })
	next := page("maxResults", "10", "startAt", "10", "fields", "summary").Issues
	if slices.ContainsFunc(next, func(i jiraIssueSeen) bool { return i.ID == first[10].ID }) {
		t.Error("a page does not shift when an issue before it is deleted")
	}
}
