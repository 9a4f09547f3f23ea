package sample

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// jiraAnswer is a response of either Jira, read whole.
type jiraAnswer struct {
	status int
	header http.Header
	body   string
	jiraBody
}

type jiraBody struct {
	Issues                     []jiraIssueSeen
	Values, Comments           []json.RawMessage
	NextPageToken              string
	IsLast                     bool
	StartAt, MaxResults, Total int
	ErrorMessages              []string
	IssueChangeLogs            []struct {
		IssueID         string
		ChangeHistories []json.RawMessage
	}
}

type jiraIssueSeen struct {
	ID, Key   string
	Fields    map[string]json.RawMessage
	Changelog *struct {
		MaxResults, Total int
		Histories         []json.RawMessage
	}
}

const (
	cloudLogin = "Basic Ym90QGV4YW1wbGUuY29tOnNlY3JldA==" // bot@example.com:secret
	dcLogin    = "Bearer secret"
)

func jiraServe(t testing.TB, s *Jira) *httptest.Server {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return web
}

// jiraAsk sends a request; with a body it is a POST.
func jiraAsk(t testing.TB, url, body string, header ...string) (jiraAnswer, error) {
	t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", cloudLogin)
	req.Header.Set("Content-Type", "application/json")
	for n := 0; n < len(header); n += 2 {
		req.Header.Set(header[n], header[n+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return jiraAnswer{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	a := jiraAnswer{status: resp.StatusCode, header: resp.Header, body: string(data)}
	if err == nil && strings.HasPrefix(a.body, "{") {
		if err := json.Unmarshal(data, &a.jiraBody); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
	}
	return a, err
}

func jiraGet(t testing.TB, url string, header ...string) jiraAnswer {
	t.Helper()
	a, err := jiraAsk(t, url, "", header...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func cloudSearch(jql string, more ...string) string {
	return "/rest/api/2/search/jql?" + values(append([]string{"jql", jql}, more...)...)
}

func values(pairs ...string) string {
	q := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		q.Add(pairs[n], pairs[n+1])
	}
	return q.Encode()
}

func randomJira(issues int) *JiraData {
	return RandomJira(7, JiraRandom{Issues: issues, From: start, To: end})
}

func TestJiraCredentials(t *testing.T) {
	for _, c := range []struct {
		deployment, header string
		status             int
	}{
		{JiraCloud, cloudLogin, 200}, {JiraCloud, "", 401}, {JiraCloud, "Basic Ym90QGV4YW1wbGUuY29tOm90aGVy", 401}, {JiraCloud, "Basic !", 401},
		{JiraCloud, "Basic c29tZW9uZUBleGFtcGxlLmNvbTpzZWNyZXQ=", 401}, {JiraCloud, dcLogin, 403},
		{JiraDataCenter, dcLogin, 200}, {JiraDataCenter, cloudLogin, 401}, {JiraDataCenter, "", 401}, {JiraDataCenter, "Bearer other", 401},
	} {
		web := jiraServe(t, NewJira(randomJira(60), JiraOptions{Deployment: c.deployment, User: "Bot@example.com", Token: "secret"}))
		a := jiraGet(t, web.URL+"/rest/api/2/myself", "Authorization", c.header)
		if a.status != c.status || a.status == 401 && a.header.Get("X-Seraph-LoginReason") != "AUTHENTICATED_FAILED" {
			t.Errorf("%s with %q is %d %v", c.deployment, c.header, a.status, a.header)
		}
		if info := jiraGet(t, web.URL+"/rest/api/2/serverInfo", "Authorization", ""); info.status != 200 {
			t.Errorf("serverInfo, which is for everyone, is %d", info.status)
		}
	}
}

func TestAnExpiredTokenIsAnEmptySiteOnCloud(t *testing.T) {
	s := NewJira(randomJira(60), JiraOptions{})
	web := jiraServe(t, s)
	s.Expire()
	a := jiraGet(t, web.URL+cloudSearch("project = OPS"))
	if a.status != 200 || len(a.Issues) != 0 || !a.IsLast || a.header.Get("X-Seraph-LoginReason") == "" {
		t.Errorf("search is %d %s %v", a.status, a.body, a.header)
	}
	if a := jiraGet(t, web.URL+"/rest/api/3/project/search"); a.status != 200 || len(a.Values) != 0 {
		t.Errorf("projects are %d %s", a.status, a.body)
	}
	if a := jiraGet(t, web.URL+"/rest/api/2/myself"); a.status != 401 {
		t.Errorf("myself is %d", a.status)
	}
	dc := NewJira(randomJira(60), JiraOptions{Deployment: JiraDataCenter})
	web = jiraServe(t, dc)
	dc.Expire()
	if a := jiraGet(t, web.URL+"/rest/api/2/search", "Authorization", dcLogin); a.status != 401 {
		t.Errorf("Data Center's search is %d", a.status)
	}
}

func TestWhatJiraDoesNotHave(t *testing.T) {
	gone := "Issue does not exist or you do not have permission to see it."
	for path, want := range map[string]int{
		"/rest/api/2/search?jql=project=OPS": 410, "/rest/api/3/search": 410, "/rest/api/2/issue/OPS-99999": 404, "/rest/api/2/issue/1/changelog": 404,
		"/rest/api/2/user?accountId=unknown": 404, "/rest/api/2/user?username=u1": 400, "/rest/api/2/nothing": 404, "/rest/api/4/myself": 404, "/": 404,
		"/rest/api/2/project/NONE": 404, "/rest/api/2/mypermissions": 400, "/rest/api/2/myself?" + strings.Repeat("x", 8000): 414,
	} {
		if a := jiraGet(t, jiraServe(t, NewJira(randomJira(60), JiraOptions{})).URL+path); a.status != want {
			t.Errorf("Cloud: %.60s is %d %.200s", path, a.status, a.body)
		} else if strings.HasPrefix(path, "/rest/api/2/issue/") && a.ErrorMessages[0] != gone {
			t.Errorf("%s says %s", path, a.body)
		}
	}
	for path, want := range map[string]int{
		"/rest/api/2/search/jql?jql=project=OPS": 404, "/rest/api/3/myself": 404, "/rest/api/2/project/search": 404, "/rest/api/2/issue/OPS-1/changelog": 404,
		"/rest/api/2/users/search": 404, "/rest/api/2/user?username=nobody": 404, "/rest/api/2/issue/OPS-99999": 404, "/rest/api/2/user/search": 400,
	} {
		web := jiraServe(t, NewJira(randomJira(60), JiraOptions{Deployment: JiraDataCenter}))
		if a := jiraGet(t, web.URL+path, "Authorization", dcLogin); a.status != want {
			t.Errorf("Data Center: %s is %d %.200s", path, a.status, a.body)
		}
	}
}

func TestMovedIssuesAreFoundByTheirOldKeysAndDeletedOnesNot(t *testing.T) {
	data := randomJira(300)
	s := NewJira(data, JiraOptions{})
	web := jiraServe(t, s)
	moved := 0
	for _, i := range data.Issues {
		for _, key := range i.OldKeys {
			a := jiraGet(t, web.URL+"/rest/api/2/issue/"+strings.ToLower(key)+"?fields=id")
			if a.status != 200 || !strings.Contains(a.body, `"id":"`+number(i.ID)+`"`) {
				t.Errorf("%s is %d %s", key, a.status, a.body)
			}
			moved++
		}
	}
	if moved == 0 || len(data.Deleted) == 0 {
		t.Fatalf("%d moved, %d deleted", moved, len(data.Deleted))
	}
	for _, i := range data.Deleted {
		for _, name := range []string{i.Key, number(i.ID)} {
			if a := jiraGet(t, web.URL+"/rest/api/2/issue/"+name); a.status != 404 {
				t.Errorf("the deleted %s is %d", name, a.status)
			}
		}
	}
	if a := jiraGet(t, web.URL+cloudSearch("issuekey in ("+data.Deleted[0].Key+")")); a.status != 400 {
		t.Errorf("a deleted key in a query is %d %s", a.status, a.body)
	}
}

func TestSmallLists(t *testing.T) {
	data := randomJira(60)
	web := jiraServe(t, NewJira(data, JiraOptions{}))
	first, second := jiraGet(t, web.URL+"/rest/api/3/project/search?maxResults=3"), jiraGet(t, web.URL+"/rest/api/3/project/search?maxResults=3&startAt=3")
	if len(first.Values) != 3 || first.IsLast || len(second.Values) != 1 || !second.IsLast || first.Total != 4 {
		t.Errorf("projects %s %s", first.body, second.body)
	}
	some := jiraGet(t, web.URL+"/rest/api/3/project/search?keys=OR&keys=pay")
	if len(some.Values) != 2 {
		t.Errorf("two projects %s", some.body)
	}
	if old := jiraGet(t, web.URL+"/rest/api/3/project/OLDOPS"); old.status != 200 || !strings.Contains(old.body, `"key":"OPS"`) {
		t.Errorf("a renamed project %d %s", old.status, old.body)
	}
	status := jiraGet(t, web.URL+"/rest/api/2/status")
	if !strings.Contains(status.body, `"name":"レビュー中"`) || !strings.Contains(status.body, `"key":"indeterminate"`) {
		t.Errorf("statuses %s", status.body)
	}
	var me struct{ AccountID, EmailAddress, TimeZone string }
	if err := json.Unmarshal([]byte(jiraGet(t, web.URL+"/rest/api/3/myself").body), &me); err != nil || me.TimeZone != "America/New_York" || me.EmailAddress == "" {
		t.Errorf("myself %+v %v", me, err)
	}
	for deployment, want := range map[string]string{JiraCloud: `"deploymentType":"Cloud"`, JiraDataCenter: `"deploymentType":"Server"`} {
		web := jiraServe(t, NewJira(data, JiraOptions{Deployment: deployment}))
		if a := jiraGet(t, web.URL+"/rest/api/2/serverInfo", "Authorization", ""); !strings.Contains(a.body, want) {
			t.Errorf("serverInfo %s", a.body)
		}
	}
	for _, list := range []string{"field", "priority", "issuetype", "resolution"} {
		if a := jiraGet(t, web.URL+"/rest/api/2/"+list); a.status != 200 || !strings.HasPrefix(a.body, "[{") {
			t.Errorf("%s is %d %.100s", list, a.status, a.body)
		}
	}
}

func TestJiraRateLimitsNameTheirReset(t *testing.T) {
	for deployment, login := range map[string]string{JiraCloud: cloudLogin, JiraDataCenter: dcLogin} {
		clock := NewClock(end)
		s := NewJira(randomJira(60), JiraOptions{Deployment: deployment, Clock: clock, RateLimit: 2, RateWindow: 5 * time.Second})
		web := jiraServe(t, s)
		var statuses []int
		var last jiraAnswer
		ask := func() {
			last = jiraGet(t, web.URL+"/rest/api/2/myself", "Authorization", login)
			statuses = append(statuses, last.status)
		}
		for range 3 {
			ask()
		}
		if last.header.Get("Retry-After") != "5" || (last.header.Get("X-RateLimit-Reset") == "2026-07-06T00:00:05Z") != (deployment == JiraCloud) {
			t.Errorf("%s: %v", deployment, last.header)
		}
		clock.sleep(t, 4*time.Second)
		ask()
		clock.sleep(t, time.Second)
		ask()
		if !slices.Equal(statuses, []int{200, 200, 429, 429, 200}) || !s.Requests()[3].Early || s.Requests()[2].Early || s.Requests()[4].Early {
			t.Errorf("%s: %v %+v", deployment, statuses, s.Requests())
		}
	}
}
