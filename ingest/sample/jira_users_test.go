package sample

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPeopleAreShownAsTheDeploymentDoes(t *testing.T) {
	data := randomJira(300)
	hidden, public, deleted, closed := data.Users[1], data.Users[0], data.Users[7], data.Users[6]
	cloud := NewJira(data, JiraOptions{})
	show := func(s *Jira, u *JiraUser) string { return string(s.reference(u)) }
	for _, c := range []struct {
		text      string
		has, none []string
	}{
		{show(cloud, hidden), []string{`"accountId":"` + hidden.ID}, []string{"emailAddress", "timeZone", `"name"`, `"key"`}},
		{show(cloud, public), []string{`"emailAddress":"jira0@example.com"`, `"timeZone":"Europe/Stockholm"`}, nil},
		{show(cloud, deleted), []string{`"accountId":"unknown"`, `"active":false`}, []string{deleted.Name, deleted.ID}},
		{show(cloud, closed), []string{`"accountId":"` + closed.ID, `"displayName":"Former user"`}, []string{closed.Name}},
		{show(cloud, data.Users[9]), []string{`"accountType":"app"`}, nil},
		{show(cloud, data.Users[8]), []string{`"accountType":"customer"`}, nil},
	} {
		for _, want := range c.has {
			if !strings.Contains(c.text, want) {
				t.Errorf("%s has no %s", c.text, want)
			}
		}
		for _, no := range c.none {
			if strings.Contains(c.text, no) {
				t.Errorf("%s has %s", c.text, no)
			}
		}
	}
	dc := NewJira(data, JiraOptions{Deployment: JiraDataCenter})
	if text := show(dc, hidden); !strings.Contains(text, `"name":"u1"`) || !strings.Contains(text, `"key":"`+hidden.ID) || strings.Contains(text, "accountId") {
		t.Errorf("Data Center shows %s", text)
	}
	web := jiraServe(t, dc)
	for path, want := range map[string]int{"key=" + hidden.ID: 200, "username=u1": 200, "username=u7": 404} {
		if a := jiraGet(t, web.URL+"/rest/api/2/user?"+path, "Authorization", dcLogin); a.status != want {
			t.Errorf("user %s is %d", path, a.status)
		}
	}
}

func TestUserPagesAreShortBeforeTheLast(t *testing.T) {
	web := jiraServe(t, NewJira(RandomJira(1, JiraRandom{Issues: 60, People: 100, From: start, To: end}), JiraOptions{}))
	seen, short := map[string]bool{}, false
	for from := 0; ; from += 30 {
		a := jiraGet(t, web.URL+"/rest/api/3/users/search?maxResults=30&startAt="+number(from))
		var users []struct{ AccountID string }
		if err := json.Unmarshal([]byte(a.body), &users); err != nil {
			t.Fatal(err)
		}
		if len(users) == 0 {
			break
		}
		short = short || len(users) < 30 && from < 60
		for _, u := range users {
			seen[u.AccountID] = true
		}
	}
	if len(seen) != 85 || !short || seen["unknown"] { // of 101, every sixth but the first is deleted
		t.Errorf("%d users, short pages %v", len(seen), short)
	}
	refusing := jiraServe(t, NewJira(randomJira(60), JiraOptions{MayNotBrowse: true}))
	if a := jiraGet(t, refusing.URL+"/rest/api/3/users/search"); a.status != 403 {
		t.Errorf("without the right to browse users, the list is %d", a.status)
	}
}
